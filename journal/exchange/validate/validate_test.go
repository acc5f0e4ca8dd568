package validate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/fhir/go/fhirversion"
	"github.com/google/fhir/go/jsonformat"
	r4pb "github.com/google/fhir/go/proto/google/fhir/proto/r4/core/resources/bundle_and_contained_resource_go_proto"
)

// files returns what Kith wrote with an ending.
func files(t *testing.T, ending string) map[string][]byte {
	t.Helper()
	dir := os.Getenv("KITH_VALIDATE")
	if dir == "" {
		t.Skip("KITH_VALIDATE names no folder: make validate runs this")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*"+ending))
	if err != nil || len(paths) == 0 {
		t.Fatalf("nothing to read in %s (%v)", dir, err)
	}
	found := map[string][]byte{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found[strings.TrimSuffix(filepath.Base(path), ending)] = text
	}
	return found
}

// bundle parses a bundle with everything that google/fhir checks.
func bundle(t *testing.T, name string, text []byte) *r4pb.Bundle {
	t.Helper()
	u, err := jsonformat.NewUnmarshaller("UTC", fhirversion.R4)
	if err != nil {
		t.Fatal(err)
	}
	m, err := u.Unmarshal(text)
	if err != nil {
		lines := strings.Split(err.Error(), "\n")
		if len(lines) > 30 {
			lines = append(lines[:30], "...")
		}
		t.Fatalf("%s: %s", name, strings.Join(lines, "\n"))
	}
	b := m.(*r4pb.ContainedResource).GetBundle()
	if b == nil {
		t.Fatalf("%s is no Bundle", name)
	}
	return b
}

// TestFHIR parses every bundle, and follows every reference in it.
func TestFHIR(t *testing.T) {
	for name, text := range files(t, ".fhir.json") {
		b := bundle(t, name, text)
		if got := b.GetType().GetValue().String(); got != "COLLECTION" {
			t.Errorf("%s is a %s", name, got)
		}
		if len(b.GetEntry()) == 0 || b.GetEntry()[0].GetResource().GetPatient() == nil {
			t.Errorf("%s does not begin with the patient", name)
		}
	}
}

// TestIPS holds a summary to what the guide wants beyond FHIR itself: the
// composition first, the patient, its three sections, and in each either entries that
// are in the bundle or why there are none.
func TestIPS(t *testing.T) {
	for name, text := range files(t, ".ips.json") {
		b := bundle(t, name, text)
		if got := b.GetType().GetValue().String(); got != "DOCUMENT" || b.GetIdentifier() == nil || b.GetTimestamp() == nil {
			t.Errorf("%s is a %s, or lacks its identifier or time", name, got)
		}
		c := b.GetEntry()[0].GetResource().GetComposition()
		if c == nil {
			t.Fatalf("%s does not begin with the composition", name)
		}
		here := map[string]bool{}
		for _, e := range b.GetEntry() {
			here[e.GetFullUrl().GetValue()] = true
		}
		sections := map[string]bool{}
		for _, s := range c.GetSection() {
			code := s.GetCode().GetCoding()[0].GetCode().GetValue()
			sections[code] = true
			if len(s.GetEntry()) == 0 && s.GetEmptyReason() == nil && code != "81338-6" {
				t.Errorf("%s: section %s has neither entries nor a reason", name, code)
			}
			if s.GetText().GetDiv().GetValue() == "" {
				t.Errorf("%s: section %s has no text", name, code)
			}
			for _, e := range s.GetEntry() {
				if url := e.GetUri().GetValue(); !here[url] {
					t.Errorf("%s: section %s names %q, which is not in it", name, code, url)
				}
			}
		}
		for _, code := range []string{"10160-0", "48765-2", "11450-4"} {
			if !sections[code] {
				t.Errorf("%s lacks the section %s", name, code)
			}
		}
	}
}

// TestStrict makes sure that the parser sees what is wrong at all.
func TestStrict(t *testing.T) {
	u, err := jsonformat.NewUnmarshaller("UTC", fhirversion.R4)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{
		`{"resourceType":"Observation","status":"final"}`,                                                   // no code
		`{"resourceType":"Observation","status":"done","code":{"text":"x"}}`,                                // no such status
		`{"resourceType":"Observation","status":"final","code":{"text":"x"},"mood":"x"}`,                    // no such field
		`{"resourceType":"Observation","status":"final","code":{"text":"x"},"effectiveDateTime":"2026-13"}`, // no such month
		`{"resourceType":"MedicationAdministration","status":"completed","subject":{"display":"x"},"medicationCodeableConcept":{"text":"x"}}`,
		`{"resourceType":"Condition","code":{"text":"x"}}`, // nobody's
	} {
		if _, err := u.Unmarshal([]byte(wrong)); err == nil {
			t.Errorf("it takes %s", wrong)
		}
	}
}
