package instrument

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"sync"

	"kith/assets"
)

// order is that of the list: the PHQ-8 comes before the PHQ-9, which adds a
// question about thoughts of death that somebody alone should not be asked by
// default.
var order = [...]string{"phq-8", "gad-7", "hrqol-4", "phq-2", "gad-2", "phq-9"}

// BuiltIn returns the questionnaires that anybody may reproduce, in the order in
// which they are offered. They are shared and must not be changed.
func BuiltIn() ([]*Pack, error) { return builtIn() }

var builtIn = sync.OnceValues(func() ([]*Pack, error) {
	packs := make([]*Pack, len(order))
	for i, id := range order {
		data, err := fs.ReadFile(assets.Instruments(), id+".json")
		if err != nil {
			return nil, err
		}
		if packs[i], err = Decode(data); err != nil {
			return nil, fmt.Errorf("built in %s: %w", id, err)
		}
	}
	return packs, nil
})

// TotalsOnly returns the questionnaires of which nothing but the name and the range
// of the total is known here, because their texts may not be reproduced by anybody
// or are not cleared. They are shared and must not be changed.
func TotalsOnly() ([]*Pack, error) { return totalsOnly() }

var totalsOnly = sync.OnceValues(func() ([]*Pack, error) {
	data, err := fs.ReadFile(assets.Instruments(), "totals.json")
	if err != nil {
		return nil, err
	}
	var packs []*Pack
	if err := json.Unmarshal(data, &packs); err != nil {
		return nil, fmt.Errorf("totals: %w", err)
	}
	for _, p := range packs {
		p.Format, p.Version, p.Language = Format, "1", "en"
		if err := p.Check(); err != nil {
			return nil, fmt.Errorf("totals %s: %w", p.ID, err)
		}
	}
	return packs, nil
})
