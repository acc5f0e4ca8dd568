package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"kith/app/words"
)

// Settings are what a person chose for this journal on this computer. They are
// sealed in the vault's folder and in no backup. What must be known before the
// journal is unlocked (the look, the size of text, the language) is kept by the
// window instead.
//
// The JSON names are those of `kith settings`; a field that is absent has its
// default.
type Settings struct {
	// Remind says that reminders are shown while Kith runs.
	Remind bool `json:"remind"`
	// QuietFrom and QuietTo are minutes after midnight between which no reminder
	// is shown; equal ones are no quiet hours.
	QuietFrom int `json:"quiet_from"`
	QuietTo   int `json:"quiet_to"`
	// CheckinAt is the minute after midnight from which on a day without a check-in is
	// worth a reminder; 0 is never.
	CheckinAt int `json:"checkin_at"`
	// Tray keeps Kith running in the tray when its window is closed, for the reminders.
	Tray bool `json:"tray"`
	// LowEnergy shows one thing at a time, in large.
	LowEnergy bool `json:"low_energy"`
	// Speak says aloud what has the focus and what was done.
	Speak bool `json:"speak"`
	// BackupFolder is where automatic backups go, "" for none; BackupEvery is after
	// how many days the next is due, 0 for never; BackupKeep is how many stay.
	BackupFolder string `json:"backup_folder"`
	BackupEvery  int    `json:"backup_every"`
	BackupKeep   int    `json:"backup_keep"`
	// Sync says that records are brought up to date with other computers while Kith
	// is open. It is off until a computer, a member or a node is added.
	Sync bool `json:"sync"`
	// MDNS says that known computers are looked for in the local network.
	MDNS bool `json:"mdns"`
	// SyncListen are the addresses to listen on for other computers, as multiaddr
	// text with spaces between; "" is every address of this computer.
	SyncListen string `json:"sync_listen"`
}

func defaultSettings() Settings {
	return Settings{Remind: true, QuietFrom: 22 * 60, QuietTo: 7 * 60, BackupEvery: 1, BackupKeep: 7}
}

// settingsDocument is the name of the sealed document they are in.
const settingsDocument = "settings"

// Settings returns what was chosen, or the defaults. It fails with
// [kith/journal/vault.ErrDamaged]; the records do not depend on it.
func (a *App) Settings() (Settings, error) {
	s := defaultSettings()
	data, err := a.vault.ReadLocal(settingsDocument)
	if err != nil || data == nil {
		return s, err
	}
	defer clear(data)
	if err := json.Unmarshal(data, &s); err != nil {
		return defaultSettings(), fmt.Errorf("read settings: %w", err)
	}
	return s, nil
}

// ChangeSettings changes what was chosen and keeps it. Settings that cannot be
// read are begun anew.
func (a *App) ChangeSettings(change func(*Settings)) error {
	a.settings.Lock()
	defer a.settings.Unlock()
	s, err := a.Settings()
	if err != nil {
		s = defaultSettings()
	}
	change(&s)
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	defer clear(data)
	return a.vault.WriteLocal(settingsDocument, data)
}

// SettingKey is one setting by name, as `kith settings` shows and sets it. What it
// is for is in package words, under "setting.<Name>".
type SettingKey struct {
	Name string
	Get  func(*Settings) string
	// Set reads what Get wrote; its error is an [InputError].
	Set func(*Settings, string) error
}

// SettingKeys returns the settings, in the order in which they are listed.
func SettingKeys() []SettingKey {
	return []SettingKey{
		switchKey("remind", func(s *Settings) *bool { return &s.Remind }),
		clockKey("quiet_from", func(s *Settings) *int { return &s.QuietFrom }),
		clockKey("quiet_to", func(s *Settings) *int { return &s.QuietTo }),
		offKey(clockKey("checkin_at", func(s *Settings) *int { return &s.CheckinAt })),
		switchKey("tray", func(s *Settings) *bool { return &s.Tray }),
		switchKey("low_energy", func(s *Settings) *bool { return &s.LowEnergy }),
		switchKey("speak", func(s *Settings) *bool { return &s.Speak }),
		folderKey("backup_folder", func(s *Settings) *string { return &s.BackupFolder }),
		countKey("backup_every", 0, 365, func(s *Settings) *int { return &s.BackupEvery }),
		countKey("backup_keep", 1, 1000, func(s *Settings) *int { return &s.BackupKeep }),
		switchKey("sync", func(s *Settings) *bool { return &s.Sync }),
		switchKey("mdns", func(s *Settings) *bool { return &s.MDNS }),
		listenKey("sync_listen", func(s *Settings) *string { return &s.SyncListen }),
	}
}

// Setting sets one setting by its name and returns it as it is now. The error is
// an [InputError] if there is none of that name or the value does not fit.
func (a *App) Setting(name, value string) (SettingKey, string, error) {
	keys := SettingKeys()
	i := slices.IndexFunc(keys, func(k SettingKey) bool { return k.Name == name })
	if i < 0 {
		names := make([]string, len(keys))
		for i, k := range keys {
			names[i] = k.Name
		}
		return SettingKey{}, "", input("%s", words.Text("setting.unknown", name, strings.Join(names, ", ")))
	}
	var trial Settings
	if err := keys[i].Set(&trial, value); err != nil {
		return keys[i], "", err
	}
	var now string
	err := a.ChangeSettings(func(s *Settings) {
		_ = keys[i].Set(s, value) // it did not fail on the trial
		now = keys[i].Get(s)
	})
	return keys[i], now, err
}

func switchKey(name string, field func(*Settings) *bool) SettingKey {
	return SettingKey{
		Name: name,
		Get: func(s *Settings) string {
			if *field(s) {
				return "on"
			}
			return "off"
		},
		Set: func(s *Settings, value string) error {
			switch strings.ToLower(value) {
			case "on", "yes", "true", "1":
				*field(s) = true
			case "off", "no", "false", "0":
				*field(s) = false
			default:
				return input("%s", words.Text("setting.switch", value))
			}
			return nil
		},
	}
}

// offKey is a time that may be off, which midnight stands for.
func offKey(k SettingKey) SettingKey {
	return SettingKey{
		Name: k.Name,
		Get: func(s *Settings) string {
			if text := k.Get(s); text != "0:00" {
				return text
			}
			return "off"
		},
		Set: func(s *Settings, value string) error {
			if strings.EqualFold(value, "off") {
				value = "0:00"
			}
			return k.Set(s, value)
		},
	}
}

func clockKey(name string, field func(*Settings) *int) SettingKey {
	return SettingKey{
		Name: name,
		Get:  func(s *Settings) string { return fmt.Sprintf("%d:%02d", *field(s)/60, *field(s)%60) },
		Set: func(s *Settings, value string) error {
			hours, minutes, _ := strings.Cut(value, ":")
			h, err := strconv.Atoi(hours)
			m, err2 := strconv.Atoi(minutes)
			if err != nil || err2 != nil || h < 0 || h > 23 || m < 0 || m > 59 || len(minutes) != 2 {
				return input("%s", words.Text("setting.clock", value))
			}
			*field(s) = 60*h + m
			return nil
		},
	}
}

// countKey is a whole number from low to high.
func countKey(name string, low, high int, field func(*Settings) *int) SettingKey {
	return SettingKey{
		Name: name,
		Get:  func(s *Settings) string { return strconv.Itoa(*field(s)) },
		Set: func(s *Settings, value string) error {
			n, err := strconv.Atoi(value)
			if err != nil || n < low || n > high {
				return input("%s", words.Text("setting.count", value, low, high))
			}
			*field(s) = n
			return nil
		},
	}
}

// folderKey is a folder that is there, kept as an absolute path; "off" is none.
func folderKey(name string, field func(*Settings) *string) SettingKey {
	return SettingKey{
		Name: name,
		Get: func(s *Settings) string {
			if *field(s) == "" {
				return "off"
			}
			return *field(s)
		},
		Set: func(s *Settings, value string) error {
			if value == "" || strings.EqualFold(value, "off") {
				*field(s) = ""
				return nil
			}
			path, err := filepath.Abs(value)
			if err == nil {
				var info os.FileInfo
				if info, err = os.Stat(path); err == nil && !info.IsDir() {
					err = errors.New(words.Text("setting.no_folder"))
				}
			}
			if err != nil {
				return input("%s", words.Text("setting.folder", value, err))
			}
			*field(s) = path
			return nil
		},
	}
}

// listenKey is a list of multiaddr texts with spaces between; "any" is none.
func listenKey(name string, field func(*Settings) *string) SettingKey {
	return SettingKey{
		Name: name,
		Get: func(s *Settings) string {
			if *field(s) == "" {
				return "any"
			}
			return *field(s)
		},
		Set: func(s *Settings, value string) error {
			addresses := strings.Fields(value)
			if strings.EqualFold(value, "any") {
				addresses = nil
			}
			for _, a := range addresses {
				if !strings.HasPrefix(a, "/ip") || len(a) > maxAddress || len(addresses) > 16 {
					return input("%s", words.Text("setting.listen", a))
				}
			}
			*field(s) = strings.Join(addresses, " ")
			return nil
		},
	}
}
