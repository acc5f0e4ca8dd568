package journal

import (
	"context"
	"testing"
	"time"
)

func TestNewest(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	if _, found, err := r.Newest(ctx, KindNote, ""); found || err != nil {
		t.Fatal(found, err)
	}
	day := NewDate(2026, 3, 1)
	for i, name := range []string{"Walk", "Rain", "WALK", "Walk"} {
		on := day + Date(i)
		if i == 3 {
			on = day - 1 // written last, but earlier
		}
		e := Entry{Kind: KindFactor, Name: name, When: OnDay(on, time.UTC), Body: new(Observation)}
		if _, err := r.Log(ctx, "log", e); err != nil {
			t.Fatal(err)
		}
	}
	e, found, err := r.Newest(ctx, KindFactor, " walk ")
	if !found || err != nil || e.When.Date != day+2 || e.Name != "WALK" || e.Person != r.ID() || e.EnteredBy.IsZero() {
		t.Errorf("%+v %v %v", e, found, err)
	}
	if err := r.Delete(ctx, e.ID); err != nil {
		t.Fatal(err)
	}
	if e, found, err = r.Newest(ctx, KindFactor, "walk"); !found || err != nil || e.When.Date != day {
		t.Errorf("%+v %v %v", e, found, err)
	}
	if _, found, err = r.Newest(ctx, KindSymptom, "walk"); found || err != nil {
		t.Error("of another kind", err)
	}
}
