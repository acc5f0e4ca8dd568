package network_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"debug/elf"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	gosync "sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"kith/app/cli"
	"kith/app/network"
	"kith/crypto"
	"kith/p2p"
	"kith/p2p/link"
	"kith/p2p/reconcile"
	"kith/p2p/replica"
	"kith/p2p/sync"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kith": kith})
}

// kith is the real program without its window.
func kith() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	env := cli.FromOS()
	env.Connect, env.Network = network.Node, network.Device
	code := cli.Run(ctx, os.Args[1:], env, cli.NewTerminal())
	stop()
	os.Exit(code)
}

// TestScripts runs kith node on ports that the system chooses. Beside the
// commands of testscript there are:
//
//	exits CODE COMMAND...   runs a command that must end with this exit code
//	ready DIR               waits until the node of a folder has said where it is
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("LANG", "C")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": func(ts *testscript.TestScript, _ bool, args []string) {
				code := 0
				if err := ts.Exec(args[1], args[2:]...); err != nil {
					var exit *exec.ExitError
					if !errors.As(err, &exit) {
						ts.Fatalf("%v", err)
					}
					code = exit.ExitCode()
				}
				if strconv.Itoa(code) != args[0] {
					ts.Fatalf("exit code %d, want %s\n%s", code, args[0], ts.ReadFile("stderr"))
				}
			},
			"ready": func(ts *testscript.TestScript, _ bool, args []string) {
				if err := ready(ts.MkAbs(args[0])); err != nil {
					ts.Fatalf("%v", err)
				}
			},
		},
	})
}

// ready waits until a node has written down its addresses.
func ready(dir string) error {
	for range 200 {
		if _, err := os.Stat(filepath.Join(dir, "addresses")); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("the node is not ready after ten seconds")
}

// TestNoWindow: the program for a rented machine needs neither Fyne nor a library
// of a window system.
func TestNoWindow(t *testing.T) {
	tags := "sqlite_fts5,nowindow"
	deps, err := exec.Command("go", "list", "-deps", "-tags", tags, "kith").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, dep := range strings.Fields(string(deps)) {
		for _, bad := range []string{"fyne", "go-gl", "glfw", "kith/app/ui", "systray"} {
			if strings.Contains(dep, bad) {
				t.Errorf("it is built with %s", dep)
			}
		}
	}
	if runtime.GOOS != "linux" {
		t.Skip("its libraries are looked at on Linux")
	}
	path := filepath.Join(t.TempDir(), "kith")
	if out, err := exec.Command("go", "build", "-tags", tags, "-ldflags", "-s -w", "-o", path, "kith").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	libraries, err := f.ImportedLibraries()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range libraries {
		switch strings.SplitN(l, ".", 2)[0] {
		case "libc", "libm", "libdl", "libpthread", "libresolv", "ld-linux-x86-64", "ld-linux-aarch64":
		default:
			t.Errorf("it is linked with %s", l)
		}
	}
}

// rounds is how many times the plug is pulled: KITH_ROUNDS, or 4.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("KITH_ROUNDS")); err == nil && n > 0 {
		return n
	}
	return 4
}

// node is a process of the real program.
type node struct {
	cmd  *exec.Cmd
	link replica.Link
}

func startNode(t *testing.T, dir string, port int) node {
	t.Helper()
	path, err := exec.LookPath("kith")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "addresses")); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	n := node{cmd: exec.Command(path, "node", "--data", dir, "--listen", "127.0.0.1:"+strconv.Itoa(port))}
	n.cmd.Stderr = os.Stderr
	if err := n.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := ready(dir); err != nil {
		t.Fatal(errors.Join(err, n.cmd.Process.Kill()))
	}
	f, err := replica.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if n.link, err = f.Link(); err != nil {
		t.Fatal(err)
	}
	return n
}

// set is the ops of a device, in memory. It implements sync.Store.
type set struct {
	mu  gosync.Mutex
	ops []sync.Stored
	has map[sync.ID]int
}

func (s *set) add(sealed []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := crypto.OpID(sealed)
	if _, known := s.has[id]; known {
		return
	}
	day, err := crypto.SealedDay(sealed)
	if err != nil {
		panic(err) // the tests make well-formed ops
	}
	if s.has == nil {
		s.has = map[sync.ID]int{}
	}
	s.has[id] = len(s.ops)
	s.ops = append(s.ops, sync.Stored{No: int64(len(s.ops) + 1), ID: id, Day: day, Sealed: sealed})
}

func (s *set) Days(ctx context.Context) ([]reconcile.DaySum, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.ops) == 0 {
		return nil, nil
	}
	d := reconcile.DaySum{Day: s.ops[0].Day, Count: uint64(len(s.ops))} // all are of one day
	for _, op := range s.ops {
		carry := 0
		for i := len(d.Sum) - 1; i >= 0; i-- {
			carry += int(d.Sum[i]) + int(op.ID[i])
			d.Sum[i] = byte(carry)
			carry >>= 8
		}
	}
	return []reconcile.DaySum{d}, nil
}

func (s *set) DayIDs(ctx context.Context, day uint32) (ids []reconcile.ID, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, op := range s.ops {
		if op.Day == day {
			ids = append(ids, op.ID)
		}
	}
	sortIDs(ids)
	return ids, nil
}

func (s *set) Top(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int64(len(s.ops)), nil
}

func (s *set) After(_ context.Context, no int64, limit int) ([]sync.Stored, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rest := s.ops[min(int(no), len(s.ops)):]
	return append([]sync.Stored(nil), rest[:min(limit, len(rest))]...), nil
}

func (s *set) Sealed(_ context.Context, ids []sync.ID, fn func(sync.ID, []byte) error) error {
	for _, id := range ids {
		s.mu.Lock()
		i, known := s.has[id]
		s.mu.Unlock()
		if !known {
			continue
		}
		if err := fn(id, s.ops[i].Sealed); err != nil {
			return err
		}
	}
	return nil
}

func (s *set) Receive(_ context.Context, sealed [][]byte) (got sync.Received, err error) {
	before := len(s.ops)
	for _, b := range sealed {
		s.add(b)
	}
	got.New = len(s.ops) - before
	return got, nil
}

// TestKill kills the node with -9 while a device hands in ops over real QUIC and
// TCP. Whatever it acknowledged is there when it runs again, for another device.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about another process")
	}
	dir := filepath.Join(t.TempDir(), "node")
	random := rand.New(rand.NewPCG(7, 7))
	port := freePort(t)
	seed := sha256.Sum256([]byte("epoch"))
	epoch, err := crypto.KeyFromBytes(seed[:])
	if err != nil {
		t.Fatal(err)
	}
	key := sync.Key{Tag: crypto.EpochTag(epoch), Capability: sync.Capability(epoch)}
	host := func(n replica.Link) *p2p.Host {
		h, err := p2p.New(p2p.Config{Key: crypto.NewSigningKey(), Allow: func(p link.Peer) bool { return p == n.Peer }})
		if err != nil {
			t.Fatal(err)
		}
		h.Learn(n.Peer, n.Addrs)
		return h
	}
	acknowledged := &set{}
	for round := range rounds() {
		n := startNode(t, dir, port)
		call := sync.Call{Peer: n.link.Peer, Handle: sync.HandleOf([16]byte{1}), Keys: []sync.Key{key}, Node: &sync.Node{Token: n.link.Token[:]}}
		writer := host(n.link)
		after := time.Duration(20+random.IntN(300)) * time.Millisecond
		killed := make(chan error, 1)
		pushed := pushUntil(t, writer, call, acknowledged, random, func(stop func()) {
			time.AfterFunc(after, func() {
				killed <- n.cmd.Process.Kill() // SIGKILL
				stop()                         // QUIC would find out after half a minute
			})
		})
		if err := <-killed; err != nil {
			t.Fatal(err)
		}
		if err := n.cmd.Wait(); err == nil {
			t.Fatal("the node was not killed")
		}
		if err := writer.Close(); err != nil {
			t.Error(err)
		}
		n = startNode(t, dir, port)
		reader := host(n.link)
		got := &set{}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		c, err := sync.Dial(ctx, reader, call)
		if err != nil {
			t.Fatal(err)
		}
		out, err := c.Session(ctx, got, sync.Watcher{})
		if err != nil || !out.Matched {
			t.Fatalf("%+v, %v", out, err)
		}
		cancel()
		for _, op := range acknowledged.ops {
			if _, there := got.has[op.ID]; !there {
				t.Fatalf("round %d: op %d was acknowledged and is not there", round, op.No)
			}
		}
		t.Logf("round %d: killed after %v, %d ops acknowledged in it, %d in all, %d there", round, after, pushed, len(acknowledged.ops), len(got.ops))
		if err := errors.Join(c.Close(), reader.Close(), n.cmd.Process.Signal(syscall.SIGTERM)); err != nil {
			t.Error(err)
		}
		if err := n.cmd.Wait(); err != nil {
			t.Errorf("the node did not stop in order: %v", err)
		}
	}
	if len(acknowledged.ops) == 0 {
		t.Error("nothing was ever acknowledged")
	}
}

// pushUntil hands in ops until stop is called, which connected arranges, and
// notes those that the node said to have stored.
func pushUntil(t *testing.T, h *p2p.Host, call sync.Call, acknowledged *set, random *rand.Rand, connected func(stop func())) (n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c, err := sync.Dial(ctx, h, call)
	if err != nil {
		t.Fatal(err)
	}
	connected(cancel)
	for {
		ops := make([][]byte, 1+random.IntN(40))
		for i := range ops {
			ops[i] = testOp(random)
		}
		if _, err := c.Push(ctx, &set{}, ops); err != nil {
			return n
		}
		for _, op := range ops {
			acknowledged.add(op)
		}
		n += len(ops)
	}
}

// testOp is an op as a node sees one: a header, and bytes.
func testOp(random *rand.Rand) []byte {
	b := make([]byte, crypto.OpOverhead+256)
	for i := 0; i+8 <= len(b); i += 8 {
		binary.LittleEndian.PutUint64(b[i:], random.Uint64())
	}
	b[0] = 2
	binary.BigEndian.PutUint32(b[1:], 20000)
	return b
}

// freePort is a port that is free for TCP and UDP on loopback, most likely still
// when it is used.
func freePort(t *testing.T) int {
	t.Helper()
	for range 20 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		port := netip.MustParseAddrPort(l.Addr().String()).Port()
		u, err := net.ListenPacket("udp", l.Addr().String())
		if err == nil {
			err = u.Close()
		}
		if err := errors.Join(err, l.Close()); err == nil {
			return int(port)
		}
	}
	t.Fatal("no port is free")
	return 0
}

func sortIDs(ids []sync.ID) {
	slices.SortFunc(ids, func(a, b sync.ID) int { return bytes.Compare(a[:], b[:]) })
}

// TestUnit: the unit for systemd starts the program with options that it has, and
// shuts it in.
func TestUnit(t *testing.T) {
	unit, err := os.ReadFile("../../assets/systemd/kith-node.service")
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]string{}
	for line := range strings.Lines(string(unit)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(line, "#") {
			settings[key] = value
		}
	}
	for key, want := range map[string]string{
		"DynamicUser": "yes", "StateDirectory": "kith-node", "ProtectSystem": "strict", "NoNewPrivileges": "yes",
		"CapabilityBoundingSet": "", "PrivateDevices": "yes", "ProtectHome": "yes", "MemoryDenyWriteExecute": "yes", "LimitCORE": "0",
	} {
		if got, there := settings[key]; !there || got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	args := strings.Fields(strings.NewReplacer("${STATE_DIRECTORY}", t.TempDir(), "$KITH_NODE_OPTIONS", "").Replace(settings["ExecStart"]))
	args = append(args, "--quota", "20GiB", "--announce", "node.example.org:4001", "--metrics", "127.0.0.1:9464", "--help")
	if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
		t.Errorf("%q: %v\n%s", args, err, out)
	}
	if path, err := exec.LookPath("systemd-analyze"); err == nil {
		// It looks for the program and the manual of an installed package too.
		out, err := exec.Command(path, "security", "--offline=true", "../../assets/systemd/kith-node.service").CombinedOutput()
		if err != nil {
			t.Logf("systemd-analyze cannot say: %v", err)
		} else if !strings.Contains(string(out), "OK") {
			t.Errorf("systemd finds the unit too open:\n%s", out)
		}
	}
}
