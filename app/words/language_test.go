package words

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func ExampleUse() {
	defer Use("en")
	Use("es_MX.UTF-8")
	fmt.Println(Count(2, "day"), "·", Date(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)), "·", PartOfDay(19))
	fmt.Println(Use("de"), Language())
	// Output:
	// 2 días · 20 de noviembre de 2026 · anochecer
	// false es
}

func TestFromEnvironment(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{nil, ""},
		{map[string]string{"LANG": "es_ES.UTF-8"}, "es_ES.UTF-8"},
		{map[string]string{"LANG": "es_ES.UTF-8", "LC_MESSAGES": "C"}, "C"},
		{map[string]string{"LC_MESSAGES": "es", "LC_ALL": "en_GB"}, "en_GB"},
		{map[string]string{"LC_ALL": "en_GB", "KITH_LANGUAGE": "es"}, "es"},
	} {
		if got := FromEnvironment(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%v: %q, want %q", c.env, got, c.want)
		}
	}
}

// TestDates: every month, weekday and part of a day has a name in every language.
func TestDates(t *testing.T) {
	defer Use("en")
	for _, code := range Languages() {
		Use(code)
		for m := time.January; m <= time.December; m++ {
			if !Has("date.month." + fmt.Sprint(int(m))) {
				t.Errorf("%s: %s has no name", code, m)
			}
		}
		names := map[string]bool{}
		for d := time.Sunday; d <= time.Saturday; d++ {
			names[Weekday(d)], names[LongWeekday(d)] = true, true
		}
		if len(names) != 14 {
			t.Errorf("%s: weekdays are called %v", code, names)
		}
		at := time.Date(2026, 5, 31, 8, 5, 0, 0, time.UTC)
		want := map[string]string{"en": "Sun 31 May 2026, 08:05", "es": "dom 31 de mayo de 2026, 08:05"}
		if got := DateTime(at); got != want[code] {
			t.Errorf("%s: %s", code, got)
		}
	}
}

// TestUseLong: the longer texts are 40% longer, and take the same.
func TestUseLong(t *testing.T) {
	defer Use("en")
	var before, after int
	for key, text := range tablesOf(languages[0]) {
		long, _ := long.lookup(key)
		before, after = before+len([]rune(text)), after+len([]rune(long))
		if got, want := taken.FindAllString(long, -1), taken.FindAllString(text, -1); !slices.Equal(got, want) {
			t.Errorf("%s takes %q, want %q", key, got, want)
		}
	}
	if share := float64(after) / float64(before); share < 1.27 || share > 1.5 {
		t.Errorf("the texts are %.2f times as long", share)
	}
	UseLong()
	if got := Text("settings.look.text.value", 150); got != "150 %" {
		t.Error(got)
	}
}
