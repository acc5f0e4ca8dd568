package validate

import (
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	_ "google.golang.org/protobuf/types/known/timestamppb" // which the schema imports
)

// field is one field of a message: a scalar, or a message by its name.
type field struct {
	name   string
	kind   string // string, double, bool, an enum in the form "Sex!", or the name of a message
	number int32
	many   bool
	oneof  bool // of the only oneof of its message
}

// The messages of the Phenopacket schema 2.0 that Kith writes, with the names and
// types of the published protobuf files (phenopacket-schema, src/main/proto); a
// field that is not here must not be written. The module itself is not on the proxy.
var messages = map[string][]field{
	"Phenopacket": {{name: "id", kind: "string", number: 1}, {name: "subject", kind: "Individual", number: 2},
		{name: "phenotypic_features", kind: "PhenotypicFeature", number: 3, many: true}, {name: "measurements", kind: "Measurement", number: 4, many: true},
		{name: "diseases", kind: "Disease", number: 7, many: true}, {name: "medical_actions", kind: "MedicalAction", number: 9, many: true},
		{name: "meta_data", kind: "MetaData", number: 11}},
	"OntologyClass": {{name: "id", kind: "string", number: 1}, {name: "label", kind: "string", number: 2}},
	"Age":           {{name: "iso8601duration", kind: "string", number: 1}},
	"AgeRange":      {{name: "start", kind: "Age", number: 1}, {name: "end", kind: "Age", number: 2}},
	"TimeElement":   {{name: "age", kind: "Age", number: 1, oneof: true}, {name: "age_range", kind: "AgeRange", number: 2, oneof: true}},
	"Individual": {{name: "id", kind: "string", number: 1}, {name: "time_at_last_encounter", kind: "TimeElement", number: 4},
		{name: "sex", kind: "Sex!", number: 6}},
	"PhenotypicFeature": {{name: "type", kind: "OntologyClass", number: 2}, {name: "excluded", kind: "bool", number: 3},
		{name: "onset", kind: "TimeElement", number: 6}},
	"Disease": {{name: "term", kind: "OntologyClass", number: 1}, {name: "excluded", kind: "bool", number: 2},
		{name: "onset", kind: "TimeElement", number: 3}, {name: "resolution", kind: "TimeElement", number: 4}},
	"Measurement": {{name: "assay", kind: "OntologyClass", number: 2}, {name: "value", kind: "Value", number: 3, oneof: true},
		{name: "complex_value", kind: "ComplexValue", number: 4, oneof: true}, {name: "time_observed", kind: "TimeElement", number: 5}},
	"Value":          {{name: "quantity", kind: "Quantity", number: 1, oneof: true}, {name: "ontology_class", kind: "OntologyClass", number: 2, oneof: true}},
	"ComplexValue":   {{name: "typed_quantities", kind: "TypedQuantity", number: 1, many: true}},
	"TypedQuantity":  {{name: "type", kind: "OntologyClass", number: 1}, {name: "quantity", kind: "Quantity", number: 2}},
	"Quantity":       {{name: "unit", kind: "OntologyClass", number: 1}, {name: "value", kind: "double", number: 2}, {name: "reference_range", kind: "ReferenceRange", number: 3}},
	"ReferenceRange": {{name: "unit", kind: "OntologyClass", number: 1}, {name: "low", kind: "double", number: 2}, {name: "high", kind: "double", number: 3}},
	"MedicalAction":  {{name: "procedure", kind: "Procedure", number: 1, oneof: true}, {name: "treatment", kind: "Treatment", number: 2, oneof: true}},
	"Procedure":      {{name: "code", kind: "OntologyClass", number: 1}, {name: "performed", kind: "TimeElement", number: 3}},
	"Treatment":      {{name: "agent", kind: "OntologyClass", number: 1}},
	"MetaData": {{name: "created", kind: "google.protobuf.Timestamp", number: 1}, {name: "created_by", kind: "string", number: 2},
		{name: "resources", kind: "Resource", number: 4, many: true}, {name: "phenopacket_schema_version", kind: "string", number: 6}},
	"Resource": {{name: "id", kind: "string", number: 1}, {name: "name", kind: "string", number: 2}, {name: "url", kind: "string", number: 3},
		{name: "version", kind: "string", number: 4}, {name: "namespace_prefix", kind: "string", number: 5}, {name: "iri_prefix", kind: "string", number: 6}},
}

// schema makes protobuf's own description of the messages.
func schema(t *testing.T) protoreflect.FileDescriptor {
	t.Helper()
	file := &descriptorpb.FileDescriptorProto{Name: proto.String("phenopackets.proto"), Package: proto.String("p"), Syntax: proto.String("proto3"),
		Dependency: []string{"google/protobuf/timestamp.proto"}}
	sex := &descriptorpb.EnumDescriptorProto{Name: proto.String("Sex")}
	for i, name := range []string{"UNKNOWN_SEX", "FEMALE", "MALE", "OTHER_SEX"} {
		sex.Value = append(sex.Value, &descriptorpb.EnumValueDescriptorProto{Name: proto.String(name), Number: proto.Int32(int32(i))})
	}
	file.EnumType = append(file.EnumType, sex)
	scalars := map[string]descriptorpb.FieldDescriptorProto_Type{"string": descriptorpb.FieldDescriptorProto_TYPE_STRING,
		"double": descriptorpb.FieldDescriptorProto_TYPE_DOUBLE, "bool": descriptorpb.FieldDescriptorProto_TYPE_BOOL}
	for name, fields := range messages {
		m := &descriptorpb.DescriptorProto{Name: proto.String(name)}
		for _, f := range fields {
			d := &descriptorpb.FieldDescriptorProto{Name: proto.String(f.name), Number: proto.Int32(f.number), Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum()}
			if f.many {
				d.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
			}
			switch scalar, ok := scalars[f.kind]; {
			case ok:
				d.Type = scalar.Enum()
			case f.kind == "Sex!":
				d.Type, d.TypeName = descriptorpb.FieldDescriptorProto_TYPE_ENUM.Enum(), proto.String(".p.Sex")
			case f.kind == "google.protobuf.Timestamp":
				d.Type, d.TypeName = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), proto.String("."+f.kind)
			default:
				d.Type, d.TypeName = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum(), proto.String(".p."+f.kind)
			}
			if f.oneof {
				if len(m.OneofDecl) == 0 {
					m.OneofDecl = []*descriptorpb.OneofDescriptorProto{{Name: proto.String("only")}}
				}
				d.OneofIndex = proto.Int32(0)
			}
			m.Field = append(m.Field, d)
		}
		file.MessageType = append(file.MessageType, m)
	}
	described, err := protodesc.NewFile(file, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return described
}

// TestPhenopacket parses packets with protobuf's own rules for JSON, and looks every
// prefix up in the resources.
func TestPhenopacket(t *testing.T) {
	described := schema(t).Messages().ByName("Phenopacket")
	for name, text := range files(t, ".phenopacket.json") {
		m := dynamicpb.NewMessage(described)
		if err := protojson.Unmarshal(text, m); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		get := func(field string) protoreflect.Value {
			return m.Get(described.Fields().ByName(protoreflect.Name(field)))
		}
		if get("id").String() == "" || !m.Has(described.Fields().ByName("meta_data")) || !m.Has(described.Fields().ByName("subject")) {
			t.Errorf("%s lacks its id, subject or metadata", name)
		}
	}
}
