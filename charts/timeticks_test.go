package charts

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// room is a time axis of the given width in a font whose letters are 7 wide.
func room(width float64) axisRoom {
	return axisRoom{width: width, left: 30, right: 10, gap: 22, measure: func(s string) float64 { return 7 * float64(len(s)) }}
}

func texts(all []placed) string {
	var out []string
	for _, p := range all {
		out = append(out, p.text)
	}
	return strings.Join(out, "|")
}

func TestTimeAxis(t *testing.T) {
	loc := berlin(t)
	at := func(s string) time.Time {
		out, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		from, to string
		width    float64
		labels   string
		contexts string
	}{
		{"2025-03-01 10:00", "2025-03-01 10:10", 900, "10:00|10:01|10:02|10:03|10:04|10:05|10:06|10:07|10:08|10:09|10:10", "1 Mar 2025"},
		{"2025-03-01 10:00", "2025-03-01 12:00", 500, "10:00|10:15|10:30|10:45|11:00|11:15|11:30|11:45", "1 Mar 2025"},
		{"2025-03-01 00:00", "2025-03-02 00:00", 600, "00:00|03:00|06:00|09:00|12:00|15:00|18:00|21:00|00:00", "1 Mar 2025|2 Mar 2025"},
		// 02:00 does not exist, and 03:00 is only two hours after midnight.
		{"2025-03-30 00:00", "2025-03-30 08:00", 500, "00:00|01:00|03:00|04:00|05:00|06:00|07:00|08:00", "30 Mar 2025"},
		{"2025-03-30 00:00", "2025-03-30 12:00", 400, "00:00|04:00|06:00|08:00|10:00|12:00", "30 Mar 2025"},
		// 02:00 comes twice and is labelled once.
		{"2025-10-26 00:00", "2025-10-26 06:00", 500, "00:00|01:00|02:00|03:00|04:00|05:00|06:00", "26 Oct 2025"},
		{"2025-03-24 00:00", "2025-03-31 00:00", 600, "24|25|26|27|28|29|30|31", "Mar 2025"},
		{"2025-03-20 00:00", "2025-05-01 00:00", 400, "24|31|7|14|21|28", "Mar 2025|Apr 2025"},
		{"2025-01-01 00:00", "2026-01-01 00:00", 1100, "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Jan", "2025|2026"},
		{"2025-01-01 00:00", "2026-01-01 00:00", 200, "Jan|Apr|Jul|Oct|Jan", "2025|2026"},
		{"2024-11-15 00:00", "2025-04-15 00:00", 400, "Dec|Jan|Feb|Mar|Apr", "2024|2025"},
		{"2016-01-01 00:00", "2026-01-01 00:00", 600, "2016|2017|2018|2019|2020|2021|2022|2023|2024|2025|2026", ""},
		{"1931-05-01 00:00", "2026-01-01 00:00", 600, "1940|1950|1960|1970|1980|1990|2000|2010|2020", ""},
		{"2025-03-01 10:00", "2025-03-01 10:10", 60, "10:00", "1 Mar 2025"},
	} {
		a := newTimeAxis(at(c.from), at(c.to), &english, room(c.width))
		if got := texts(a.labels); got != c.labels {
			t.Errorf("%s to %s on %v:\n got %s\nwant %s", c.from, c.to, c.width, got, c.labels)
		}
		if got := texts(a.contexts); got != c.contexts {
			t.Errorf("%s to %s on %v: contexts %s, want %s", c.from, c.to, c.width, got, c.contexts)
		}
	}
}

// Labels never touch, never leave the picture, and stand at the start of a
// civil minute, in any zone, for any range, at any width.
func TestTimeAxisAlways(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var zones []*time.Location
	for _, name := range []string{"UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "Asia/Beirut"} {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Skip("no time zone database: ", err)
		}
		zones = append(zones, loc)
	}
	for range 3000 {
		loc := zones[r.IntN(len(zones))]
		from := time.Date(1930+r.IntN(110), time.Month(1+r.IntN(12)), 1+r.IntN(28), r.IntN(24), r.IntN(60), 0, 0, loc)
		length := time.Duration(r.Int64N(1 << (36 + r.IntN(27))))
		to := from.Add(length + time.Second)
		w := room(40 + r.Float64()*2500)
		a := newTimeAxis(from, to, &english, w)
		for _, p := range a.labels {
			if p.left < -w.left || p.left+p.width > w.width+w.right+1e-9 {
				t.Fatalf("%v to %v on %v: %q leaves the picture", from, to, w.width, p.text)
			}
		}
		for i, x := range a.ticks {
			if x < 0 || x > w.width || i > 0 && x <= a.ticks[i-1] {
				t.Fatalf("%v to %v on %v: tick %d is at %v", from, to, w.width, i, x)
			}
		}
		if !apart(a.labels, w.gap) || !apart(a.contexts, w.gap) {
			t.Fatalf("%v to %v on %v: labels touch: %s; %s", from, to, w.width, texts(a.labels), texts(a.contexts))
		}
		if len(a.labels)+len(a.contexts) == 0 {
			t.Fatalf("%v to %v on %v: no label at all", from, to, w.width)
		}
	}
}

func TestStartOfDay(t *testing.T) {
	for _, c := range []struct {
		zone string
		y    int
		m    time.Month
		d    int
		want string
	}{
		{"Europe/Berlin", 2025, 3, 30, "2025-03-30 00:00 +0100"},
		{"America/Sao_Paulo", 2018, 11, 4, "2018-11-04 01:00 -0200"}, // midnight never was
		{"America/Sao_Paulo", 2018, 2, 18, "2018-02-18 00:00 -0300"},
		{"Asia/Beirut", 2024, 3, 31, "2024-03-31 01:00 +0300"},
		{"America/Havana", 2024, 11, 3, "2024-11-03 00:00 -0400"}, // came twice: the first
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Skip("no time zone database: ", err)
		}
		if got := startOfDay(c.y, c.m, c.d, loc).Format("2006-01-02 15:04 -0700"); got != c.want {
			t.Errorf("%s: day begins at %s, want %s", c.zone, got, c.want)
		}
	}
}

func TestPatterns(t *testing.T) {
	at := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)
	if got := (&Words{}).date(at); got != "5 3 2026" {
		t.Errorf("without words: %q", got)
	}
	w := Words{Months: english.Months, Date: "{month} {day}, {year}", MonthOfYear: "{year} {month}"}
	if got := w.date(at) + "; " + w.monthOfYear(at); got != "Mar 5, 2026; 2026 Mar" {
		t.Errorf("with patterns: %q", got)
	}
}
