package app

import "kith/crypto"

// CheckPassphrase fails with [crypto.ErrWrongPassphrase] if passphrase is none of
// the vault's. It takes as long as unlocking does.
func (a *App) CheckPassphrase(passphrase []byte) error {
	return a.vault.Opens(crypto.PassphraseSecret(passphrase))
}

// EraseVault throws the whole vault away: every record, every way in. Nothing
// brings it back but a backup, which stays as it is. The App is closed by it. If
// it fails before anything was erased, the App can still be used.
func (a *App) EraseVault() error {
	if s := a.Syncing(); s != nil {
		if err := s.Close(); err != nil {
			return err
		}
	}
	if err := a.records.close(); err != nil && !isDamage(err) {
		return err
	}
	return a.vault.Erase()
}
