package body

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func loaded(t testing.TB) *Map {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func Example() {
	m, err := Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	knee := m.Find("Left knee")
	centre := knee.Outline(Front).Centre()
	fmt.Println(knee.ID, "is on the viewer's right:", centre.X > m.Width/2)
	fmt.Println(m.At(Front, centre, 0).Name)
	fmt.Println(m.Step(Front, knee, 0, 1).Name)
	// Output:
	// left_knee is on the viewer's right: true
	// left knee
	// left shin
}

// TestTheMapIsSound: ids and names are one each, every part can be pointed at in its
// middle, lies on the map, and has its mirror image on the other side.
func TestTheMapIsSound(t *testing.T) {
	m := loaded(t)
	if len(m.Parts) < 40 || len(m.Parts) > 60 {
		t.Errorf("%d parts", len(m.Parts))
	}
	ids, names := map[string]bool{}, map[string]bool{}
	id := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	for i := range m.Parts {
		p := &m.Parts[i]
		if ids[p.ID] || names[p.Name] || !id.MatchString(p.ID) || strings.ContainsAny(p.Name, ",_") || len(p.Outlines) == 0 {
			t.Errorf("%q %q", p.ID, p.Name)
		}
		ids[p.ID], names[p.Name] = true, true
		if m.Find(p.Name) != p || m.Find(strings.ToUpper(p.Name)) != p || m.Part(p.ID) != p {
			t.Errorf("%s is not found", p.Name)
		}
		for j := range p.Outlines {
			o := &p.Outlines[j]
			if len(o.Points) < 3 || len(o.Points) > 16 { // what the window can draw at once
				t.Errorf("%s has %d corners", p.ID, len(o.Points))
			}
			for _, at := range o.Points {
				if at.X < 0 || at.X > m.Width || at.Y < 0 || at.Y > m.Height {
					t.Errorf("%s leaves the map at %v", p.ID, at)
				}
			}
			if got := m.At(o.View, o.Centre(), 12); got != p {
				t.Errorf("the middle of %s is in %v", p.ID, got)
			}
		}
		if other, ok := strings.CutPrefix(p.ID, "left_"); ok {
			q := m.Part("right_" + other)
			if q == nil || len(q.Outlines) != len(p.Outlines) {
				t.Errorf("%s has no other side", p.ID)
				continue
			}
			for j, o := range p.Outlines {
				a, b := o.Centre(), q.Outlines[j].Centre()
				if math.Abs(a.X+b.X-m.Width) > 0.5 || math.Abs(a.Y-b.Y) > 0.5 || (a.X > b.X) != (o.View == Front) {
					t.Errorf("%s at %v and %v", p.ID, a, b)
				}
			}
		}
	}
}

// TestNoTwoPartsOverlap: no place is in two parts of a view.
func TestNoTwoPartsOverlap(t *testing.T) {
	m := loaded(t)
	random := rand.New(rand.NewPCG(1, 2))
	held := 0
	for range 40000 {
		at := Point{random.Float64() * m.Width, random.Float64() * m.Height}
		for _, v := range []View{Front, Back} {
			var in []string
			for _, p := range m.In(v) {
				if p.Outline(v).holds(at) {
					in = append(in, p.ID)
				}
			}
			if len(in) > 1 {
				t.Fatalf("%v from the %s is in %v", at, v, in)
			}
			held += len(in)
		}
	}
	if held < 5000 {
		t.Errorf("only %d places are in a part", held)
	}
}

// TestEveryPartIsReached: with the four arrow keys one comes from any part to any
// other of the view.
func TestEveryPartIsReached(t *testing.T) {
	m := loaded(t)
	for _, v := range []View{Front, Back} {
		parts := m.In(v)
		reached := map[*Part]bool{parts[0]: true}
		queue := []*Part{parts[0]}
		for len(queue) > 0 {
			p := queue[0]
			queue = queue[1:]
			for _, d := range [][2]float64{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
				if next := m.Step(v, p, d[0], d[1]); next != nil && !reached[next] {
					reached[next] = true
					queue = append(queue, next)
				}
			}
		}
		for _, p := range parts {
			if !reached[p] {
				t.Errorf("%s is not reached from the %s", p.ID, v)
			}
		}
	}
}

func TestFind(t *testing.T) {
	m := loaded(t)
	for name, want := range map[string]string{"knee left": "left_knee", "LEFT  temple": "left_temple", "left_knee": "left_knee", "lower back": "lower_back",
		"knee": "", "": "", "left": "", "elbow": "", "my left lower back": ""} {
		got := ""
		if p := m.Find(name); p != nil {
			got = p.ID
		}
		if got != want {
			t.Errorf("%q is %q, not %q", name, got, want)
		}
	}
}
