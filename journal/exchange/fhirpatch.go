package exchange

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// patchOf is the difference of the JSON of two structs of one type, without making
// text of the fields in which they are the same: nearly all.
func patchOf(base, want reflect.Value) (map[string]any, error) {
	patch := map[string]any{}
	for _, f := range fieldsOf(want.Type()) {
		b, w := base.Field(f.index), want.Field(f.index)
		if same(b, w) {
			continue
		}
		hadB, hasW := !f.omits(b), !f.omits(w)
		switch {
		case !hasW && hadB:
			patch[f.name] = nil
		case !hasW:
		case !hadB:
			patch[f.name] = w.Interface()
		default:
			inner, changed, err := changedTo(b, w)
			if err != nil {
				return nil, err
			}
			if changed {
				patch[f.name] = inner
			}
		}
	}
	return patch, nil
}

// same reports whether two values are the same for certain.
func same(b, w reflect.Value) bool {
	switch w.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Uint8, reflect.Float64:
		return b.Equal(w)
	}
	return reflect.DeepEqual(b.Interface(), w.Interface())
}

// changedTo is what a patch has for a field that both sides have: the inner patch of
// an object, else the whole value.
func changedTo(b, w reflect.Value) (patch any, changed bool, err error) {
	for b.Kind() == w.Kind() && (b.Kind() == reflect.Interface || b.Kind() == reflect.Pointer) && !b.IsNil() && !w.IsNil() {
		b, w = b.Elem(), w.Elem()
	}
	if b.Type() == w.Type() && len(fieldsOf(w.Type())) > 0 {
		inner, err := patchOf(b, w)
		return inner, len(inner) > 0, err
	}
	bt, err := marshal(b.Interface())
	if err != nil {
		return nil, false, err
	}
	wt, err := marshal(w.Interface())
	if err != nil || bytes.Equal(bt, wt) {
		return nil, false, err
	}
	if bt[0] != '{' || wt[0] != '{' {
		return json.RawMessage(wt), true, nil
	}
	bTree, err := readTree(bt) // a map, or what writes itself
	if err != nil {
		return nil, false, err
	}
	wTree, err := readTree(wt)
	inner := difference(bTree, wTree)
	return inner, len(inner) > 0, err
}

// jsonField is a field of a struct as encoding/json writes it.
type jsonField struct {
	index               int
	name                string
	omitEmpty, omitZero bool
}

// omits reports whether encoding/json leaves the field out for this value.
func (f *jsonField) omits(v reflect.Value) bool {
	if f.omitZero {
		if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
			return z.IsZero()
		}
		return v.IsZero()
	}
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return f.omitEmpty && v.Len() == 0
	case reflect.Struct:
		return false
	}
	return f.omitEmpty && v.IsZero()
}

// jsonFields are the fields of types, by their reflect.Type.
var jsonFields sync.Map

// fieldsOf returns the fields of a struct; none of any other type, and of one that
// writes itself or has fields inside fields.
func fieldsOf(t reflect.Type) []jsonField {
	if known, ok := jsonFields.Load(t); ok {
		return known.([]jsonField)
	}
	fields := jsonFieldsOf(t)
	jsonFields.Store(t, fields)
	return fields
}

func jsonFieldsOf(t reflect.Type) (fields []jsonField) {
	for _, writes := range []reflect.Type{reflect.TypeFor[json.Marshaler](), reflect.TypeFor[encoding.TextMarshaler]()} {
		if t.Implements(writes) || reflect.PointerTo(t).Implements(writes) {
			return nil
		}
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous || options != "" && options != "omitempty" && options != "omitzero":
			return nil
		case !f.IsExported() || name == "-":
			continue
		case name == "":
			name = f.Name
		}
		fields = append(fields, jsonField{i, name, options == "omitempty", options == "omitzero"})
	}
	return fields
}

// difference is the JSON merge patch (RFC 7386) that makes want of base. Both are
// trees without null outside of lists.
func difference(base, want map[string]any) map[string]any {
	patch := map[string]any{}
	for key := range base {
		if _, ok := want[key]; !ok {
			patch[key] = nil
		}
	}
	for key, w := range want {
		b, ok := base[key]
		bt, bok := b.(map[string]any)
		wt, wok := w.(map[string]any)
		switch {
		case ok && bok && wok:
			if inner := difference(bt, wt); len(inner) > 0 {
				patch[key] = inner
			}
		case !ok || !reflect.DeepEqual(b, w):
			patch[key] = w
		}
	}
	return patch
}
