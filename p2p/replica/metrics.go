package replica

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// ErrMetrics says that metrics were asked for on an address that others reach.
var ErrMetrics = errors.New("metrics are for this computer alone: give an address like 127.0.0.1:9464 or [::1]:9464")

// CheckMetrics refuses an address for the metrics that is not of loopback, or
// names it other than by number, with [ErrMetrics].
func CheckMetrics(text string) error {
	host, port, err := net.SplitHostPort(text)
	ip := net.ParseIP(host)
	if err != nil || ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%w: %q", ErrMetrics, text)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("%w: %q", ErrMetrics, text)
	}
	return nil
}

// refusals are the kinds of refusal that are counted.
var refusals = []struct {
	kind error
	name string
}{
	{ErrToken, "token"}, {ErrQuota, "quota"}, {ErrDiskFull, "disk_full"}, {ErrBusy, "busy"}, {ErrTaken, "taken"},
	{ErrMessage, "message"}, {ErrVersion, "version"}, {ErrNoBox, "no_box"}, {ErrRefused, "not_admitted"}, {nil, "fault"},
}

// refusalOf is the index of an error's kind in refusals; the last is any other.
func refusalOf(err error) int {
	for i, r := range refusals {
		if r.kind != nil && errors.Is(err, r.kind) {
			return i
		}
	}
	return len(refusals) - 1
}

// figures are what a node counts while it runs.
type figures struct {
	streams  counter // that are served now
	sessions counter // that were served
	received counter // ops that are new
	known    counter
	sent     counter // ops
	boxes    counter // requests of the mailbox
	refused  [16]counter
}

// WriteMetrics writes the figures of a node in the text format of Prometheus,
// version 0.0.4.
func (n *Node) WriteMetrics(ctx context.Context, out io.Writer) error {
	st, err := n.store.Status(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	one := func(name, kind, help string, value float64) {
		fmt.Fprintf(&b, "# HELP kith_node_%s %s\n# TYPE kith_node_%s %s\nkith_node_%s %s\n", name, help, name, kind, name, number64(value))
	}
	one("spaces", "gauge", "Spaces that are kept.", float64(len(st.Spaces)))
	one("ops", "gauge", "Ops that are kept.", float64(st.Ops))
	one("bytes", "gauge", "Bytes that are kept, as the quotas count them.", float64(st.Bytes))
	one("quota_bytes", "gauge", "The quota of all spaces together.", float64(st.Quotas.Total))
	one("space_quota_bytes", "gauge", "The quota of one space.", float64(st.Quotas.Space))
	one("peer_quota_bytes", "gauge", "The quota of what one device brings.", float64(st.Quotas.Peer))
	one("mailbox_boxes", "gauge", "Boxes of the mailbox that hold something.", float64(st.Boxes))
	one("mailbox_bytes", "gauge", "Bytes in the mailbox.", float64(st.MailboxBytes))
	if free, err := freeBytes(n.store.dir); err == nil {
		one("disk_free_bytes", "gauge", "Room that the disk has left.", float64(free))
	}
	one("peers", "gauge", "Devices that are connected.", float64(len(n.network.Connected())))
	one("sessions", "gauge", "Streams that are served now.", float64(n.figures.streams.load()))
	one("sessions_total", "counter", "Streams that were served.", float64(n.figures.sessions.load()))
	one("ops_received_total", "counter", "Ops that came and were new.", float64(n.figures.received.load()))
	one("ops_known_total", "counter", "Ops that came and were known.", float64(n.figures.known.load()))
	one("ops_sent_total", "counter", "Ops that were sent.", float64(n.figures.sent.load()))
	one("mailbox_requests_total", "counter", "Requests of the mailbox.", float64(n.figures.boxes.load()))
	one("commits_total", "counter", "Transactions of the store.", float64(n.store.w.commits.load()))
	one("commit_seconds_total", "counter", "Time spent in them.", float64(n.store.w.commitNs.load())/1e9)
	one("memory_bytes", "gauge", "Memory that the Go runtime holds.", float64(goMemory()))
	one("start_time_seconds", "gauge", "When the node began, in Unix seconds.", float64(n.started.Unix()))

	b.WriteString("# HELP kith_node_refused_total What was refused, by reason.\n# TYPE kith_node_refused_total counter\n")
	for i, r := range refusals {
		fmt.Fprintf(&b, "kith_node_refused_total{reason=%q} %d\n", r.name, n.figures.refused[i].load())
	}
	for _, g := range []struct {
		name, help string
		value      func(SpaceStatus) int64
	}{
		{"space_ops", "Ops of a space, by its opaque handle.", func(x SpaceStatus) int64 { return x.Ops }},
		{"space_bytes", "Bytes of a space, by its opaque handle.", func(x SpaceStatus) int64 { return x.Bytes }},
	} {
		fmt.Fprintf(&b, "# HELP kith_node_%s %s\n# TYPE kith_node_%s gauge\n", g.name, g.help, g.name)
		for _, x := range st.Spaces {
			fmt.Fprintf(&b, "kith_node_%s{space=%q} %d\n", g.name, x.Handle, g.value(x))
		}
	}
	_, err = io.WriteString(out, b.String())
	return err
}

func number64(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// goMemory is what the Go runtime holds of the system's memory, in bytes.
func goMemory() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}

// serveMetrics serves the figures on a loopback address until ctx ends.
func (n *Node) serveMetrics(ctx context.Context, l net.Listener) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		// A page of another site that a browser on this computer shows has no
		// business here, whatever name it gave this address (DNS rebinding).
		if host, _, err := net.SplitHostPort(r.Host); err != nil || host != "localhost" && net.ParseIP(host) == nil {
			http.Error(w, "ask by the number of the address", http.StatusForbidden)
			return
		}
		var text strings.Builder
		if err := n.WriteMetrics(r.Context(), &text); err != nil {
			n.log.Error("metrics", "error", err)
			http.Error(w, "the store cannot be read", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_, _ = io.WriteString(w, text.String()) // who asked may be gone
	})
	server := &http.Server{Handler: mux, ReadTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second, MaxHeaderBytes: 8 << 10}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() }) // Serve says that it ended
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("metrics: %w", err)
	}
	return nil
}
