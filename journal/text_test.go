package journal

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// fillTexts sets every text in v and returns how many there are; the one numbered bad is
// cut in the middle of a letter.
func fillTexts(v reflect.Value, bad int, n *int) {
	switch v.Kind() {
	case reflect.String:
		text := "a word"
		if *n == bad {
			text = "cut \xc3"
		}
		*n++
		v.SetString(text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillTexts(v.Elem(), bad, n)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fillTexts(v.Field(i), bad, n)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillTexts(v.Index(0), bad, n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fillTexts(key, bad, n)
		fillTexts(value, bad, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	}
}

// TestTextOfBodies: a text that is not UTF-8, wherever in an entry it is, is refused
// before anything is written: it could never be read again.
func TestTextOfBodies(t *testing.T) {
	tried := 0
	for k := Kind(1); int(k) < len(kindNames); k++ {
		if NewBody(k) == nil {
			continue
		}
		for bad := 0; ; bad++ {
			body, n := NewBody(k), 0
			fillTexts(reflect.ValueOf(body).Elem(), bad, &n)
			if bad >= n {
				break
			}
			tried++
			e := Entry{Kind: k, Name: "A name", When: At(time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC)), Body: body}
			if err := e.Validate(); !errors.Is(err, ErrText) {
				t.Errorf("%s, text %d: %v", k, bad, err)
			}
		}
	}
	if tried < 60 {
		t.Errorf("only %d texts were tried", tried)
	}
}

// TestTextCut: a change of an entry to a text that is not UTF-8 leaves it as it was.
func TestTextCut(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	at := time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC)
	ids, err := r.Log(ctx, "log", Entry{Kind: KindCourse, Name: "Magnesium", When: At(at), Body: &Course{Purpose: "sleep"}})
	if err != nil {
		t.Fatal(err)
	}
	stop := Alter{ID: ids[0], Fn: func(e *Entry) error { e.Body.(*Course).StopReason = "cut \xc3"; return nil }}
	if _, err := r.Act(ctx, "stop", nil, stop); !errors.Is(err, ErrText) {
		t.Fatal(err)
	}
	if e, err := r.Get(ctx, ids[0]); err != nil || e.Body.(*Course).Purpose != "sleep" || e.Body.(*Course).StopReason != "" {
		t.Fatalf("%+v, %v", e, err)
	}
}

// TestTextOfTitles: whatever an act is called, another device can read it.
func TestTextOfTitles(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	at := time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC)
	if _, err := r.Log(ctx, "import d\xff.csv", symptom("Headache", 7, at)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.s.Rebuild(ctx, nil); err != nil { // as from another device
		t.Fatal(err)
	}
	if n, err := r.Count(ctx, Query{}); err != nil || n != 1 {
		t.Errorf("%d entries, %v; want 1", n, err)
	}
	if act, found, err := r.LastAct(ctx, false); err != nil || !found || !strings.HasPrefix(act.Title, "import d") || !utf8.ValidString(act.Title) {
		t.Errorf("%+v %v %v", act, found, err)
	}
}
