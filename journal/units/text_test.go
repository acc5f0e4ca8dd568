package units

import "testing"

func TestTexts(t *testing.T) {
	for code, text := range texts {
		if got := Text(code); got != text {
			t.Errorf("%s is written %s", code, got)
		}
		if back, ok := Code(text); !ok || back != code {
			t.Errorf("%s is read as %s", text, back)
		}
	}
	if Text("{beats}") != "beats" || Text("mg") != "mg" {
		t.Error("other units do not stay as they are")
	}
	if _, ok := Code("furlong"); ok {
		t.Error("a unit that is none was read")
	}
}
