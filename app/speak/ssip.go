package speak

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The protocol is SSIP, as "Speech Synthesis Interface Protocol" of the
// speech-dispatcher manual describes it: lines that end in CRLF, answered by lines
// of a number of three digits, a minus if more follow and a space if not, and text.

const (
	// ssipPatience is how long the service may take to answer a command.
	ssipPatience = 2 * time.Second
	// ssipRest is how long a service that failed is left alone.
	ssipRest = 5 * time.Second
	// ssipLine and ssipLines bound an answer.
	ssipLine, ssipLines = 1024, 64
)

var errProtocol = errors.New("speak: the service does not speak SSIP")

// ssip is speech-dispatcher.
type ssip struct {
	network, address string
	language         string
	patience, rest   time.Duration

	conn   net.Conn // nil while there is none
	reader *bufio.Reader
	failed time.Time // when it failed last
}

// ssipAddress says where the service listens: SPEECHD_ADDRESS, or the socket below
// XDG_RUNTIME_DIR. A computer that is not this one is refused, since what is said is
// private.
func ssipAddress(getenv func(string) string) (network, address string, err error) {
	kind, place, ok := strings.Cut(getenv("SPEECHD_ADDRESS"), ":")
	switch {
	case ok && kind == "unix_socket" && filepath.IsAbs(place):
		return "unix", place, nil
	case ok && kind == "inet_socket":
		host, _, err := net.SplitHostPort(place)
		if ip := net.ParseIP(host); err == nil && (host == "localhost" || ip != nil && ip.IsLoopback()) {
			return "tcp", place, nil
		}
		return "", "", fmt.Errorf("%w on this computer: SPEECHD_ADDRESS names another", ErrNone)
	}
	dir := getenv("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(dir) {
		return "", "", fmt.Errorf("%w: XDG_RUNTIME_DIR is not set", ErrNone)
	}
	return "unix", filepath.Join(dir, "speech-dispatcher", "speechd.sock"), nil
}

// newSSIP returns the service that the environment names, if its socket is there.
func newSSIP(language string, getenv func(string) string) (*ssip, error) {
	network, address, err := ssipAddress(getenv)
	if err != nil {
		return nil, err
	}
	if network == "unix" {
		if info, err := os.Stat(address); err != nil || info.Mode().Type() != os.ModeSocket {
			return nil, fmt.Errorf("%w: speech-dispatcher does not run", ErrNone)
		}
	}
	return &ssip{network: network, address: address, language: language, patience: ssipPatience, rest: ssipRest}, nil
}

// say implements voice. The service has the text when it returns; it lets newer text
// of the priority "text" take the place of older, and says all "message"s.
func (s *ssip) say(ctx context.Context, text string, urgent bool) error {
	return s.talk(ctx, func() error {
		priority := "text"
		if urgent {
			priority = "message"
		}
		for _, c := range []string{"SET SELF PRIORITY " + priority, "SPEAK"} {
			if err := s.command(c); err != nil {
				return err
			}
		}
		return s.command(stuffed(text))
	})
}

// stop implements voice.
func (s *ssip) stop(ctx context.Context) error {
	if s.conn == nil {
		return nil
	}
	return s.talk(ctx, func() error { return s.command("CANCEL SELF") })
}

// close implements voice.
func (s *ssip) close() error {
	if s.conn == nil {
		return nil
	}
	conn := s.conn
	s.conn = nil
	return conn.Close()
}

// talk does something over the connection, which is made if there is none and
// dropped if anything fails.
func (s *ssip) talk(ctx context.Context, do func() error) error {
	if s.conn == nil {
		if err := s.connect(context.WithoutCancel(ctx)); err != nil {
			s.failed = time.Now()
			return err
		}
	}
	conn := s.conn
	watch := context.AfterFunc(ctx, func() {
		if context.Cause(ctx) != errNewer {
			_ = conn.Close() // nothing more is to be said
		}
	})
	err := do()
	watch()
	if err != nil { // an answer may still be on its way
		s.close()
		s.failed = time.Now()
	}
	return err
}

func (s *ssip) connect(ctx context.Context) error {
	if time.Since(s.failed) < s.rest {
		return fmt.Errorf("speak: %s failed a moment ago", s.address)
	}
	d := net.Dialer{Timeout: s.patience}
	conn, err := d.DialContext(ctx, s.network, s.address)
	if err != nil {
		return fmt.Errorf("speak: %w", err)
	}
	s.conn, s.reader = conn, bufio.NewReaderSize(conn, ssipLine)
	commands := []string{"SET SELF CLIENT_NAME user:kith:main"}
	if s.language != "" {
		commands = append(commands, "SET SELF LANGUAGE "+s.language)
	}
	for _, c := range commands {
		if err := s.command(c); err != nil {
			s.close()
			return err
		}
	}
	return nil
}

// command sends a line, or the lines of a text, and reads the answer.
func (s *ssip) command(line string) error {
	if err := s.conn.SetDeadline(time.Now().Add(s.patience)); err != nil {
		return err
	}
	if _, err := s.conn.Write([]byte(line + "\r\n")); err != nil {
		return err
	}
	code, err := readReply(s.reader)
	if err != nil {
		return err
	}
	if code < 200 || code > 299 {
		return fmt.Errorf("speak: the service answered %d", code)
	}
	return nil
}

// stuffed is text as SSIP wants it after SPEAK: a line that begins with a point gets
// another one, and a point alone is the end. clean made one line of it.
func stuffed(text string) string {
	if strings.HasPrefix(text, ".") {
		text = "." + text
	}
	return text + "\r\n."
}

// readReply reads one answer and returns its code.
func readReply(r *bufio.Reader) (code int, err error) {
	for range ssipLines {
		line, err := r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) || err == nil && len(line) < 4 {
			return 0, errProtocol
		}
		if err != nil {
			return 0, err
		}
		code = 0
		for _, c := range line[:3] {
			if c < '0' || c > '9' {
				return 0, errProtocol
			}
			code = 10*code + int(c-'0')
		}
		switch line[3] {
		case ' ', '\r', '\n':
			if code >= 700 { // an event that nobody asked for
				continue
			}
			return code, nil
		case '-':
		default:
			return 0, errProtocol
		}
	}
	return 0, errProtocol
}
