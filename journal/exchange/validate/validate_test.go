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
