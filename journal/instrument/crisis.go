package instrument

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"kith/assets"
)

// Crisis is whom to call in a crisis, by country. It is built in: nothing is asked
// of anybody to show it.
type Crisis struct {
	// AsOf is when the numbers were known to be right.
	AsOf      string    `json:"as_of"`
	Countries []Country `json:"countries"`
}

// Country is one country's numbers.
type Country struct {
	Code  string            `json:"code"` // ISO 3166-1, or EU
	Name  string            `json:"name"`
	Names map[string]string `json:"names"` // in other languages
	// Emergency is the number for an ambulance.
	Emergency string       `json:"emergency"`
	Lines     []CrisisLine `json:"lines"`
	// Zones are the IANA names of its time zones; one that ends in a slash is the
	// beginning of several.
	Zones []string `json:"zones"`
}

// CrisisLine is a service that listens, by the name it gives itself.
type CrisisLine struct {
	Name   string `json:"name"`
	Number string `json:"number"`
	// Text says that the number takes text messages as well.
	Text bool `json:"text"`
}

// CrisisNumbers returns the table. It is shared and must not be changed.
func CrisisNumbers() (*Crisis, error) { return crisisNumbers() }

var crisisNumbers = sync.OnceValues(func() (*Crisis, error) {
	data, err := fs.ReadFile(assets.Instruments(), "crisis.json")
	if err != nil {
		return nil, err
	}
	c := new(Crisis)
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("crisis numbers: %w", err)
	}
	return c, nil
})

// In returns the country of a time zone by its IANA name, nil if it is not in the
// table.
func (c *Crisis) In(zone string) *Country {
	for i := range c.Countries {
		for _, z := range c.Countries[i].Zones {
			if z == zone || strings.HasSuffix(z, "/") && strings.HasPrefix(zone, z) {
				return &c.Countries[i]
			}
		}
	}
	return nil
}

// In returns the name of the country in a language.
func (c *Country) In(language string) string {
	language, _, _ = strings.Cut(language, "-")
	return or(c.Names[language], c.Name)
}
