// Package validate holds what Kith exports to the parsers of others: FHIR R4 and the
// International Patient Summary to google/fhir (jsonformat), which knows every
// field, every cardinality and every required code of the standard, and
// Phenopackets to protobuf's JSON parser with the messages of the published schema.
//
// It is a module of its own, so that none of them becomes a part of Kith: "go vet
// ./..." and "go build" of Kith do not see it. "make validate" writes the files with
// Kith's own tests, into the folder that KITH_VALIDATE names, and reads them here.
package validate
