//go:build linux

package nattest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// insideVar is set in the process that runs inside the namespaces.
const insideVar = "KITH_NATTEST_INSIDE"

// inNamespaces runs the test a second time as a process that is root of user,
// network and mount namespaces of its own, and reports whether this is that
// process; there program is the one that was built outside. All that is made there
// goes with it. It skips where the machine does not allow it.
func inNamespaces(t *testing.T) (program string, inside bool) {
	t.Helper()
	if program := os.Getenv(insideVar); program != "" {
		return program, true
	}
	for _, tool := range []string{"ip", "nsenter"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("this machine has no %s", tool)
		}
	}
	if natTool() == "" {
		t.Skip("this machine has neither nft nor iptables to make a NAT with")
	}
	if out, err := namespaced(exec.Command("true")).CombinedOutput(); err != nil {
		t.Skipf("this machine does not allow namespaces: %v %s", err, out)
	}
	program = buildProgram(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := namespaced(exec.Command(self, "-test.run", "^"+t.Name()+"$", "-test.v"))
	cmd.Env = append(os.Environ(), insideVar+"="+program)
	cmd.SysProcAttr.Setpgid = true
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(testTime, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	err = cmd.Wait()
	late.Stop()
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // whom it left behind; none is no error
	switch {
	case err != nil:
		t.Fatalf("inside: %v\n%s", err, out.String())
	case strings.Contains(out.String(), "--- SKIP"):
		t.Skip(out.String())
	}
	t.Log(out.String())
	return program, false
}

// namespaced makes a command the root of new namespaces.
func namespaced(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	return cmd
}

// natTool is what makes a NAT here, "" for nothing.
func natTool() string {
	for _, tool := range []string{"nft", "iptables"} {
		if path, err := exec.LookPath(tool); err == nil {
			return path
		}
		if path := filepath.Join("/usr/sbin", tool); exec.Command(path, "--version").Run() == nil {
			return path
		}
	}
	return ""
}

// lab is an internet with two homes behind routers that translate addresses:
//
//	homea 10.1.0.2 -- nata 45.33.1.2 --- 45.33.1.1 inet 45.33.2.1 --- 45.33.2.2 natb -- 10.2.0.2 homeb
//
// Neither home can be reached from outside. The addresses are such as the program
// takes for public ones; nothing leaves the namespaces.
type lab struct{ t *testing.T }

const (
	inet  = "inet"
	homeA = "homea"
	homeB = "homeb"
)

func newLab(t *testing.T) lab {
	t.Helper()
	l := lab{t}
	// ip keeps names of namespaces in /run/netns.
	if err := errors.Join(
		syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""),
		syscall.Mount("none", "/run", "tmpfs", 0, ""),
	); err != nil {
		t.Skipf("this machine does not allow mounts in a namespace: %v", err)
	}
	for _, ns := range []string{inet, "nata", "natb", homeA, homeB} {
		if out, err := exec.Command("ip", "netns", "add", ns).CombinedOutput(); err != nil {
			t.Skipf("this machine does not allow network namespaces: %v %s", err, out)
		}
		l.do(ns, "ip", "link", "set", "lo", "up")
	}
	for n, side := range []string{"a", "b"} {
		nat, home := "nat"+side, "home"+side
		outer, inner := fmt.Sprintf("45.33.%d", n+1), fmt.Sprintf("10.%d.0", n+1)
		l.wire(inet, "to"+side, outer+".1/24", nat, "wan", outer+".2/24")
		l.wire(nat, "lan", inner+".1/24", home, "eth0", inner+".2/24")
		l.do(nat, "ip", "route", "add", "default", "via", outer+".1")
		l.do(home, "ip", "route", "add", "default", "via", inner+".1")
		l.translate(nat)
	}
	l.forward(inet)
	return l
}

// wire connects two namespaces.
func (l lab) wire(a, aName, aAddr, b, bName, bAddr string) {
	l.t.Helper()
	l.do(a, "ip", "link", "add", aName, "type", "veth", "peer", "name", bName, "netns", b)
	l.do(a, "ip", "addr", "add", aAddr, "dev", aName)
	l.do(b, "ip", "addr", "add", bAddr, "dev", bName)
	l.do(a, "ip", "link", "set", aName, "up")
	l.do(b, "ip", "link", "set", bName, "up")
}

func (l lab) forward(ns string) {
	l.t.Helper()
	l.do(ns, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
}

// translate makes a namespace a home's router: what goes out bears its address,
// and only answers come in.
func (l lab) translate(ns string) {
	l.t.Helper()
	l.forward(ns)
	tool := natTool()
	rules := [][]string{
		{"-t", "nat", "-A", "POSTROUTING", "-o", "wan", "-j", "MASQUERADE"},
		{"-A", "FORWARD", "-i", "wan", "-m", "conntrack", "--ctstate", "ESTABLISHED,RELATED", "-j", "ACCEPT"},
		{"-A", "FORWARD", "-i", "wan", "-j", "DROP"},
	}
	if filepath.Base(tool) == "nft" {
		rules = [][]string{
			{"add table ip home"},
			{"add chain ip home out { type nat hook postrouting priority 100 ; }"},
			{"add rule ip home out oifname wan masquerade"},
			{"add chain ip home in { type filter hook forward priority 0 ; }"},
			{"add rule ip home in iifname wan ct state established,related accept"},
			{"add rule ip home in iifname wan drop"},
		}
	}
	for _, rule := range rules {
		if out, err := l.command(ns, append([]string{tool}, rule...)...).CombinedOutput(); err != nil {
			l.t.Skipf("this machine's kernel makes no NAT: %v %s", err, out)
		}
	}
}

// command is one that runs in a namespace.
func (l lab) command(ns string, args ...string) *exec.Cmd {
	return exec.Command("nsenter", append([]string{"--net=/run/netns/" + ns}, args...)...)
}

func (l lab) do(ns string, args ...string) string {
	l.t.Helper()
	out, err := l.command(ns, args...).CombinedOutput()
	if err != nil {
		l.t.Fatalf("%s: %s: %v\n%s", ns, strings.Join(args, " "), err, out)
	}
	return string(out)
}
