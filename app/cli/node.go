package cli

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"kith/app/words"
	"kith/crypto"
	"kith/p2p/replica"
)

func newNode(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	flags := cmd.Flags()
	data := flags.String("data", "", words.Text("flag.node.data"))
	listen := flags.StringArray("listen", []string{":4001"}, words.Text("flag.node.listen"))
	announce := flags.StringArray("announce", nil, words.Text("flag.node.announce"))
	quota := flags.String("quota", "10GiB", words.Text("flag.node.quota"))
	spaceQuota := flags.String("space-quota", "", words.Text("flag.node.space-quota"))
	peerQuota := flags.String("peer-quota", "", words.Text("flag.node.peer-quota"))
	metrics := flags.String("metrics", "", words.Text("flag.node.metrics"))
	link := flags.Bool("link", false, words.Text("flag.node.link"))
	qr := flags.Bool("qr", false, words.Text("flag.node.qr"))
	verbose := flags.Bool("verbose", false, words.Text("flag.node.verbose"))
	cmd.RunE = s.body(func(cmd *cobra.Command, _ []string) error {
		cfg := replica.Config{Dir: *data, Listen: *listen, Announce: *announce, Metrics: *metrics, Peers: *verbose, Connect: s.env.Connect}
		if err := checkNode(&cfg); err != nil {
			return err
		}
		for _, size := range []struct {
			text string
			into *int64
		}{{*quota, &cfg.Quotas.Total}, {*spaceQuota, &cfg.Quotas.Space}, {*peerQuota, &cfg.Quotas.Peer}} {
			if err := parseSize(size.text, size.into); err != nil {
				return err
			}
		}
		level := slog.LevelInfo
		if *verbose {
			level = slog.LevelDebug
		}
		cfg.Log = slog.New(slog.NewTextHandler(s.ui.Err(), &slog.HandlerOptions{Level: level}))
		cfg.MetricsReady = func(addr string) { s.note("node.metrics", addr) }
		cfg.Ready = func(l replica.Link) {
			if !*link && !*qr && !s.ui.OutIsTerminal() {
				s.note("node.no_link", *data)
				return
			}
			s.note("node.link")
			if err := s.printNodeLink(l, *qr); err != nil {
				cfg.Log.Error("print the link", "error", err)
			}
		}
		return replica.Run(cmd.Context(), cfg)
	})
	return cmd
}

// checkNode refuses what was typed wrong before anything is made.
func checkNode(cfg *replica.Config) error {
	if cfg.Dir == "" {
		return usage("node.data")
	}
	for _, text := range cfg.Listen {
		if _, err := replica.ListenAddrs(text, false); err != nil {
			return usage("node.listen", text)
		}
	}
	for _, text := range cfg.Announce {
		if _, err := replica.ListenAddrs(text, true); err != nil {
			return usage("node.announce", text)
		}
	}
	if cfg.Metrics != "" && replica.CheckMetrics(cfg.Metrics) != nil {
		return usage("node.metrics_public", cfg.Metrics)
	}
	if cfg.Connect == nil {
		return usage("node.no_network")
	}
	return nil
}

func parseSize(text string, into *int64) error {
	if text == "" {
		return nil
	}
	n, err := replica.ParseSize(text)
	if err != nil {
		return usage("node.size", text)
	}
	*into = n
	return nil
}

// printNodeLink prints the link of a node, and its QR code if that is wanted.
func (s *session) printNodeLink(l replica.Link, qr bool) error {
	text, err := l.Text()
	if err != nil {
		return err
	}
	fmt.Fprintln(s.ui.Out(), text)
	if !qr {
		return nil
	}
	lines, err := crypto.QRLines(text)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if s.ui.OutIsTerminal() { // black on white, whatever its colours are
			line = "\x1b[38;5;16;48;5;231m" + line + "\x1b[0m"
		}
		fmt.Fprintln(s.ui.Out(), line)
	}
	return nil
}

func newNodeLink(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	data := cmd.Flags().String("data", "", words.Text("flag.node.data"))
	qr := cmd.Flags().Bool("qr", false, words.Text("flag.node.qr"))
	cmd.RunE = s.body(func(*cobra.Command, []string) error {
		if *data == "" {
			return usage("node.data")
		}
		f, err := replica.ReadFolder(*data)
		if err != nil {
			return err
		}
		l, err := f.Link()
		if err != nil {
			return err
		}
		s.note("node.last")
		return s.printNodeLink(l, *qr)
	})
	return cmd
}

// nodeStatus is the document of kith node status.
type nodeStatus struct {
	Spaces       []nodeSpace `json:"spaces"`
	Ops          int64       `json:"ops"`
	Bytes        int64       `json:"bytes"`
	MailboxBoxes int64       `json:"mailbox_boxes"`
	MailboxBytes int64       `json:"mailbox_bytes"`
}

type nodeSpace struct {
	Handle    string `json:"handle"`
	Ops       int64  `json:"ops"`
	Bytes     int64  `json:"bytes"`
	BlobBytes int64  `json:"blob_bytes"`
	Devices   int64  `json:"devices"`
	Since     string `json:"since"`
	Used      string `json:"used"`
}

func newNodeStatus(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	data := cmd.Flags().String("data", "", words.Text("flag.node.data"))
	cmd.RunE = s.body(func(cmd *cobra.Command, _ []string) error {
		return s.withNodeStore(*data, func(store *replica.Store) error {
			st, err := store.Status(cmd.Context())
			if err != nil {
				return err
			}
			doc := nodeStatus{Spaces: []nodeSpace{}, Ops: st.Ops, Bytes: st.Bytes, MailboxBoxes: st.Boxes, MailboxBytes: st.MailboxBytes}
			for _, x := range st.Spaces {
				doc.Spaces = append(doc.Spaces, nodeSpace{x.Handle.String(), x.Ops, x.Bytes, x.BlobBytes, x.Devices, dayText(x.Since), dayText(x.Used)})
			}
			if wantsJSON(cmd) {
				return s.printJSON(doc)
			}
			return s.printNodeStatus(doc)
		})
	})
	return cmd
}

func dayText(day int64) string { return time.Unix(day*86400, 0).UTC().Format(time.DateOnly) }

func (s *session) printNodeStatus(doc nodeStatus) error {
	if len(doc.Spaces) == 0 {
		s.say("node.empty")
		return nil
	}
	out := tabwriter.NewWriter(s.ui.Out(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, words.Text("node.heads"))
	for _, x := range doc.Spaces {
		fmt.Fprintf(out, "%s\t%d\t%d\t%d\t%s\n", x.Handle, x.Ops, x.Bytes, x.Devices, x.Used)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	s.say("node.total", len(doc.Spaces), doc.Ops, doc.Bytes)
	return nil
}

func newNodeForget(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	data := cmd.Flags().String("data", "", words.Text("flag.node.data"))
	yes := cmd.Flags().Bool("yes", false, words.Text("flag.node.yes"))
	cmd.RunE = s.body(func(cmd *cobra.Command, args []string) error {
		return s.withNodeStore(*data, func(store *replica.Store) error {
			h, err := store.Find(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if !*yes {
				if err := s.confirmForget(cmd.Context(), h.String()); err != nil {
					return err
				}
			}
			if err := store.Forget(cmd.Context(), h); err != nil {
				return err
			}
			s.say("node.forgotten", h)
			return nil
		})
	})
	return cmd
}

// confirmForget asks whether a space may go, which nothing brings back.
func (s *session) confirmForget(ctx context.Context, handle string) error {
	if !s.ui.InIsTerminal() {
		return usage("node.confirm")
	}
	answer, err := s.ui.Ask(ctx, words.Text("node.ask", handle))
	if err != nil {
		return err
	}
	if strings.TrimSpace(answer) != words.Text("node.ask.yes") {
		s.say("node.kept")
		return exitCode{1}
	}
	return nil
}

// withNodeStore opens the store of a node, which may be running, for fn.
func (s *session) withNodeStore(dir string, fn func(*replica.Store) error) (err error) {
	if dir == "" {
		return usage("node.data")
	}
	if _, err := replica.ReadFolder(dir); err != nil {
		return err
	}
	store, err := replica.OpenStore(dir, replica.StoreConfig{})
	if err != nil {
		return err
	}
	defer func() {
		if cerr := store.Close(); err == nil {
			err = cerr
		}
	}()
	return fn(store)
}
