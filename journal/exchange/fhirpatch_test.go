package exchange

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"

	"kith/journal"
)

// TestPatch: the quick comparison of structs finds what the comparison of their JSON
// finds, for every kind, between any two entries and between an entry and itself.
func TestPatch(t *testing.T) {
	r := &inventor{Rand: rand.New(rand.NewPCG(11, 1))}
	r.record = r.id()
	for kind := journal.KindPerson; ; kind++ {
		if _, err := journal.ParseKind(kind.String()); err != nil {
			break
		}
		if body := journal.NewBody(kind); body != nil && len(fieldsOf(reflect.TypeOf(body).Elem())) == 0 {
			t.Fatalf("a %s is compared as text", kind)
		}
		for range 15 {
			a, b := r.entry(t, kind), r.entry(t, kind)
			if r.IntN(3) == 0 {
				b = a
				b.Name += "x"
			}
			base, want := coreOf(&a, r.record), coreOf(&b, r.record)
			patch, err := patchOf(reflect.ValueOf(base), reflect.ValueOf(want))
			if err != nil {
				t.Fatal(err)
			}
			was, err := treeOf(base)
			if err != nil {
				t.Fatal(err)
			}
			is, err := treeOf(want)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(patch)
			if err != nil {
				t.Fatal(err)
			}
			got, err := readTree(text)
			if err != nil {
				t.Fatal(err)
			}
			if plain := difference(was, is); !reflect.DeepEqual(got, plain) {
				t.Fatalf("%s:\n%s\nnot\n%v", kind, text, plain)
			}
			if !reflect.DeepEqual(merge(was, got), is) {
				t.Fatalf("%s: %s does not lead from one to the other", kind, text)
			}
		}
	}
}
