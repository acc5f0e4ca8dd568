package members

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"
)

// scenario is one entry of testdata/scenarios.json; MEMBERSHIP.md says how to
// make ops of it.
type scenario struct {
	Name, Why string
	Ops       []scenarioOp
	Members   map[string]string
	Devices   map[string][]string // checked where given
	Rejected  map[string]string
	Pending   []string
	Missing   []string
	Epoch     string
	Void      []string `json:"void_epochs"`
	Due       []string `json:"rotation_due"`
	Keyless   []string `json:"without_key"` // checked where given
	Content   []struct {
		Device  string
		Seq     uint64
		After   []string
		Verdict string
	}
}

type scenarioOp struct {
	Op, By, Does, Device, Author, Role, Epoch string
	After, Wraps, Keys                        []string
	Seen                                      map[string]uint64
	Nonce                                     byte
	Forged                                    bool
}

func opID(label string) OpID { return sha256.Sum256([]byte("kith members op " + label)) }

func epochTag(label string) EpochTag { id := opID(label); return EpochTag(id[:8]) }

func opIDs(labels []string) (ids []OpID) {
	for _, l := range labels {
		ids = append(ids, opID(l))
	}
	return ids
}

func (o scenarioOp) body(t *testing.T, world cast) Body {
	role, err := ParseRole(o.Role)
	if err != nil && o.Role != "" {
		t.Fatal(err)
	}
	certificate := world[o.Device]
	if o.Forged {
		certificate.AuthorSign[0] ^= 1
	}
	var seen []Head
	for _, name := range slices.Sorted(maps.Keys(o.Seen)) {
		seen = append(seen, Head{world.device(name), o.Seen[name]})
	}
	var keys []EpochKey
	for _, label := range o.Keys {
		keys = append(keys, EpochKey{epochTag(label), []byte("wrapped")})
	}
	if o.Epoch == "" {
		o.Epoch = o.Op
	}
	switch o.Does {
	case "genesis":
		g := Genesis{Space: Record, Founder: world["ann1"], Nonce: [16]byte{o.Nonce}, Epoch: epochTag(o.Epoch)}
		if o.Forged {
			g.Founder.AuthorSign[0] ^= 1
		}
		return g
	case "add-member":
		return AddMember{Role: role, Certificate: certificate, Keys: keys}
	case "add-device":
		return AddDevice{Certificate: certificate, Keys: keys}
	case "remove-member":
		return RemoveMember{Author: world.author(o.Author), Seen: seen}
	case "remove-device":
		return RemoveDevice{Device: world.device(o.Device), Seen: seen}
	case "change-role":
		return ChangeRole{Author: world.author(o.Author), Role: role, Seen: seen}
	case "rotate":
		r := Rotate{Epoch: epochTag(o.Epoch), Previous: []EpochTag{epochTag("g")}}
		if o.Epoch == "g" {
			t.Fatal("a rotation back to the first epoch")
		}
		for _, name := range o.Wraps {
			r.Wraps = append(r.Wraps, Wrap{world.device(name), []byte("wrapped")})
		}
		return r
	}
	t.Fatalf("unknown act %q", o.Does)
	return nil
}

func TestScenarios(t *testing.T) {
	data, err := os.ReadFile("testdata/scenarios.json")
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var scenarios []scenario
	if err := decoder.Decode(&scenarios); err != nil {
		t.Fatal(err)
	}
	world := newCast(4, 2)
	for _, sc := range scenarios {
		t.Run(sc.Name, func(t *testing.T) { sc.check(t, world) })
	}
}

func (sc scenario) check(t *testing.T, world cast) {
	var ops []Op
	labels := make(map[OpID]string)
	for _, o := range sc.Ops {
		for _, label := range append(o.After, o.Op) {
			labels[opID(label)] = label
		}
		ops = append(ops, Op{ID: opID(o.Op), Device: world.device(o.By), Parents: opIDs(o.After), Body: o.body(t, world)})
	}
	space := ops[0].Body.(Genesis).SpaceID()
	s := Resolve(space, ops, verifyReally)
	slices.Reverse(ops)
	if !same(s, Resolve(space, ops, verifyReally)) {
		t.Error("the reverse order gives another state")
	}

	label := func(ids []OpID) (names []string) {
		for _, id := range ids {
			names = append(names, labels[id])
		}
		slices.Sort(names)
		return names
	}
	expect := func(what string, got, want []string) {
		t.Helper()
		want = slices.Sorted(slices.Values(want))
		if !slices.Equal(got, want) {
			t.Errorf("%s %q, want %q", what, got, want)
		}
	}
	members, rejected := make(map[string]string), make(map[string]string)
	for id, m := range s.Members {
		members[world.name(id)] = m.Role.String()
		var devices []string
		for d := range m.Devices {
			devices = append(devices, world.deviceName(d))
			if role := s.RoleOf(d); role != m.Role {
				t.Errorf("%s acts as %v", world.deviceName(d), role)
			}
		}
		if sc.Devices != nil {
			slices.Sort(devices)
			expect("devices of "+world.name(id), devices, sc.Devices[world.name(id)])
		}
	}
	for id, reason := range s.Rejected {
		rejected[labels[id]] = reason.String()
	}
	if !maps.Equal(members, sc.Members) {
		t.Errorf("members %v, want %v", members, sc.Members)
	}
	if !maps.Equal(rejected, sc.Rejected) {
		t.Errorf("rejected %v, want %v", rejected, sc.Rejected)
	}
	var void []OpID
	for _, e := range s.Epochs {
		if e.Void {
			void = append(void, e.Op)
		}
	}
	expect("pending", label(s.Pending), sc.Pending)
	expect("missing", label(s.Missing), sc.Missing)
	expect("void epochs", label(void), sc.Void)
	expect("rotation due", label(s.RotationDue), sc.Due)
	if want := epochTag(sc.Epoch); s.Current != want && sc.Epoch != "" || sc.Epoch == "" && s.Current != (EpochTag{}) {
		t.Errorf("current epoch %v, want that of %q", s.Current, sc.Epoch)
	}
	if sc.Keyless != nil {
		var names []string
		for _, d := range s.WithoutKey {
			names = append(names, world.deviceName(d))
		}
		slices.Sort(names)
		expect("devices without key", names, sc.Keyless)
	}
	for _, c := range sc.Content {
		if v := s.Allowed(world.device(c.Device), c.Seq, opIDs(c.After)); v.String() != c.Verdict {
			t.Errorf("content %d of %s after %v: %v, want %s", c.Seq, c.Device, c.After, v, c.Verdict)
		}
	}
}
