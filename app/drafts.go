package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Draft is something that was typed and not saved, as whoever shows it wrote it down.
type Draft struct {
	// Key says what it belongs to: the line of a person, the form of an entry.
	Key  string    `json:"key"`
	At   time.Time `json:"at"`
	Data []byte    `json:"data"`
}

// Limits of the drafts of a vault.
const (
	maxDrafts = 64
	MaxDraft  = 512 << 10 // bytes of one
)

// ErrDraft says that a draft is too long to be kept.
var ErrDraft = errors.New("too long for a draft")

const draftDocument = "drafts"

// Drafts returns what was typed and not saved, the newest first. Drafts are sealed in
// the vault's folder, outlive a crash, and are in no backup.
func (a *App) Drafts() ([]Draft, error) {
	a.drafts.Lock()
	defer a.drafts.Unlock()
	kept, err := a.readDrafts()
	if err != nil {
		return nil, err
	}
	drafts := slices.Collect(maps.Values(kept))
	slices.SortFunc(drafts, func(x, y Draft) int { return y.At.Compare(x.At) })
	return drafts, nil
}

// KeepDraft keeps what was typed, in place of what was kept under the key; nil data
// drops it. When it returns, the draft is on the disk. A draft longer than
// [MaxDraft] is [ErrDraft] and leaves the one before; of more than 64 the oldest
// goes.
func (a *App) KeepDraft(key string, data []byte) error {
	if len(data) > MaxDraft {
		return fmt.Errorf("keep draft: %d bytes: %w", len(data), ErrDraft)
	}
	a.drafts.Lock()
	defer a.drafts.Unlock()
	kept, err := a.readDrafts()
	if err != nil {
		kept = map[string]Draft{} // damaged: what is typed now counts for more
	}
	if _, had := kept[key]; data == nil && !had {
		return err
	}
	if data == nil {
		delete(kept, key)
	} else {
		kept[key] = Draft{Key: key, At: a.Now(), Data: data}
	}
	for len(kept) > maxDrafts {
		oldest := slices.MinFunc(slices.Collect(maps.Values(kept)), func(x, y Draft) int { return x.At.Compare(y.At) })
		delete(kept, oldest.Key)
	}
	if len(kept) == 0 {
		return a.vault.WriteLocal(draftDocument, nil)
	}
	document, err := json.Marshal(kept)
	if err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	defer clear(document)
	return a.vault.WriteLocal(draftDocument, document)
}

func (a *App) readDrafts() (map[string]Draft, error) {
	kept := map[string]Draft{}
	document, err := a.vault.ReadLocal(draftDocument)
	if err != nil || document == nil {
		return kept, err
	}
	defer clear(document)
	if err := json.Unmarshal(document, &kept); err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	return kept, nil
}
