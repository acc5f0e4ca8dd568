package p2p

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"kith/p2p/link"
)

// nsVar says which part of TestNamespaces this process plays.
const nsVar = "KITH_P2P_NAMESPACE"

// townScript makes a network of namespaces: a node at 5.5.5.1, and two computers
// at 192.168.1.2 and 192.168.2.2, each behind a router that translates addresses
// and lets nothing new in. Nothing of it leaves this machine.
const townScript = `
set -e
mount -t tmpfs tmpfs /run
ip link set lo up
ip link add net type bridge
ip link set net up
ip addr add 5.5.5.1/24 dev net
for n in 1 2; do
  ip netns add nat$n
  ip netns add dev$n
  ip link add pub$n type veth peer name out netns nat$n
  ip link set pub$n master net up
  ip -n nat$n addr add 5.5.5.${n}0/24 dev out
  ip -n nat$n link set out up
  ip -n nat$n link add in type veth peer name eth0 netns dev$n
  ip -n nat$n addr add 192.168.$n.1/24 dev in
  ip -n nat$n link set in up
  ip -n dev$n addr add 192.168.$n.2/24 dev eth0
  ip -n dev$n link set lo up
  ip -n dev$n link set eth0 up
  ip -n dev$n route add default via 192.168.$n.1
  nsenter --net=/run/netns/nat$n sh -c '
    echo 1 > /proc/sys/net/ipv4/ip_forward
    nft add table ip t
    nft "add chain ip t post { type nat hook postrouting priority 100; }"
    nft "add chain ip t pass { type filter hook forward priority 0; }"
    nft "add chain ip t self { type filter hook input priority 0; }"
    nft add rule ip t post oifname out masquerade
    nft add rule ip t pass iifname out ct state new drop
    nft add rule ip t self iifname out ct state new drop
  '
done
`

// TestNamespaces: two computers behind routers find each other through a node,
// talk through it at first, and directly in the end.
func TestNamespaces(t *testing.T) {
	for _, tool := range []string{"unshare", "nsenter", "ip", "nft", "mount"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("this machine has no %s to make network namespaces with", tool)
		}
	}
	if out, err := exec.Command("unshare", "-rnm", "sh", "-c", townScript).CombinedOutput(); err != nil {
		t.Skipf("this machine forbids network namespaces: %v: %s", err, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "unshare", "-rnm", "--kill-child", os.Args[0])
	cmd.Env = append(os.Environ(), nsVar+"=town")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%s", out)
	if want := "relayed true\ndirect true\n"; !strings.HasSuffix(string(out), want) {
		t.Errorf("%s\nwant %s", out, want)
	}
}

// playNamespace is the main of the processes of TestNamespaces.
func playNamespace(part string) error {
	if part == "town" {
		return playTown()
	}
	fields := strings.Fields(part)
	n, err := strconv.Atoi(fields[0])
	if err != nil {
		return err
	}
	h, err := New(Config{
		Key: key(n), Nodes: fields[1:], Allow: func(link.Peer) bool { return true },
		Listen: []string{"/ip4/0.0.0.0/udp/4001/quic-v1", "/ip4/0.0.0.0/tcp/4001"},
	})
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }() // the process ends
	serveEcho(h, echo)
	other := link.Peer(key(3 - n).Public())
	if n == 2 {
		time.Sleep(45 * time.Second)
		return nil
	}
	var relayed bool
	defer h.Watch(func(e link.Event) { relayed = relayed || e.Peer == other && e.Relayed })()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if err = greet(h, other); err == nil || time.Now().After(end) {
			break
		}
	}
	if err != nil {
		return err
	}
	direct := false
	for end := time.Now().Add(30 * time.Second); !direct && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		up, over := h.how(idOf(other))
		direct = up && !over
	}
	if err := greet(h, other); err != nil {
		return err
	}
	for _, c := range h.parts.swarm.ConnsToPeer(idOf(other)) {
		fmt.Println(c.RemoteMultiaddr())
	}
	fmt.Printf("relayed %v\ndirect %v\n", relayed, direct)
	return nil
}

func greet(h *Host, to link.Peer) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	s, err := h.Open(ctx, to, echo)
	if err != nil {
		return err
	}
	if err := s.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	if _, err := s.Write([]byte("hello")); err != nil {
		return err
	}
	if _, err := s.Read(make([]byte, 5)); err != nil {
		return err
	}
	return s.Close()
}

func playTown() error {
	if out, err := exec.Command("sh", "-c", townScript).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	node, err := New(Config{
		Key: key(0), Node: true, Listen: []string{"/ip4/5.5.5.1/udp/4001/quic-v1"},
		Allow: func(link.Peer) bool { return true }, Meet: func(_, _ link.Peer) bool { return true },
	})
	if err != nil {
		return err
	}
	defer func() { _ = node.Close() }() // the process ends
	device := func(n int) *exec.Cmd {
		cmd := exec.Command("nsenter", fmt.Sprintf("--net=/run/netns/dev%d", n), os.Args[0])
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s", nsVar, n, nodeAddrs(node)[0]))
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stdout
		return cmd
	}
	second := device(2)
	if err := second.Start(); err != nil {
		return err
	}
	for end := time.Now().Add(10 * time.Second); len(node.Connected()) == 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(300 * time.Millisecond) // until it has a place, too
	err = device(1).Run()
	_ = second.Process.Kill() // it only waits
	_ = second.Wait()
	return err
}
