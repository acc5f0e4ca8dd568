package view

import (
	"fmt"
	"testing"

	"kith/app/words"
)

func ExampleBodyMap() {
	b, err := NewBodyMap("left temple and neck, behind the ear")
	if err != nil {
		fmt.Println(err)
		return
	}
	b.Toggle("left_knee")
	b.Toggle("neck")
	fmt.Println(b.Text())
	fmt.Println(b.Says("left_temple"))
	// Output:
	// left temple, behind the ear, left knee
	// left temple, chosen
}

// TestBodyNames: every part has its name in every language, the English one is that of
// the map, and a text in either is understood.
func TestBodyNames(t *testing.T) {
	b, err := NewBodyMap("")
	if err != nil {
		t.Fatal(err)
	}
	defer words.Use("en")
	for _, language := range words.Languages() {
		words.Use(language)
		seen := map[string]string{}
		for i := range b.Map.Parts {
			p := &b.Map.Parts[i]
			name := b.Name(p.ID)
			if !words.Has("body."+p.ID) || seen[name] != "" || language == "en" && name != p.Name {
				t.Errorf("%s: %s is called %q, as is %q", language, p.ID, name, seen[name])
			}
			seen[name] = p.ID
			for _, text := range []string{name, p.Name} {
				if b.SetText("pins and needles, " + text); !b.Chosen(p.ID) || b.Text() != "pins and needles, "+text {
					t.Errorf("%s: %q was read as %+v", language, text, b.items)
				}
			}
			b.Toggle(p.ID)
			if b.Chosen(p.ID) || b.Text() != "pins and needles" {
				t.Errorf("%s: %q stays in %q", language, p.ID, b.Text())
			}
		}
	}
}

func FuzzBodyMap(f *testing.F) {
	for _, s := range []string{"left knee, right knee", "neck and jaw", "", ",;", "all over", "LEFT  TEMPLE", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := NewBodyMap(text)
		if err != nil {
			t.Fatal(err)
		}
		said := b.Text()
		if b.SetText(said); b.Text() != said {
			t.Fatalf("%q became %q", said, b.Text())
		}
		was := b.Chosen("neck")
		b.Toggle("neck")
		if b.Chosen("neck") == was {
			t.Fatal("nothing changed")
		}
	})
}
