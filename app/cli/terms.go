package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/terms"
)

// termSuggestions is how many terms are offered for a text.
const termSuggestions = 5

// termRef is a term in JSON.
type termRef struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// termRow says what one text was found to be. ID and Label are "" unless How is
// exact, synonym or code; Suggestions is empty unless How is suggested.
type termRow struct {
	Text        string    `json:"text"`
	How         terms.How `json:"how"`
	ID          string    `json:"id"`
	Label       string    `json:"label"`
	Suggestions []termRef `json:"suggestions"`
}

func newTermRow(text string, m terms.Match) termRow {
	row := termRow{Text: text, How: m.How, Suggestions: []termRef{}}
	if m.Term != nil {
		row.ID, row.Label = m.Term.ID, m.Term.Label
	}
	for _, s := range m.Suggestions {
		row.Suggestions = append(row.Suggestions, termRef{s.Term.ID, s.Term.Label})
	}
	return row
}

// vocabulary is the one built in or, if asked for or a vault is open anyway, that
// of the vault.
func (s *session) vocabulary(cmd *cobra.Command, imported bool) (*terms.Vocabulary, error) {
	if !imported && s.app == nil {
		return terms.Builtin()
	}
	a, err := s.open(cmd.Context())
	if err != nil {
		return nil, err
	}
	return a.Vocabulary()
}

func parseTermKind(name string) (journal.Kind, error) {
	kind, err := terms.ParseKind(name)
	if err != nil {
		return 0, usage("terms.cli.kind", name)
	}
	return kind, nil
}

func newTermsMatch(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	kind := cmd.Flags().StringP("kind", "k", "", words.Text("flag.terms.kind"))
	file := cmd.Flags().StringP("file", "f", "", words.Text("flag.terms.file"))
	imported := cmd.Flags().Bool("imported", false, words.Text("flag.terms.imported"))
	cmd.RunE = s.body(func(cmd *cobra.Command, _ []string) error {
		table, err := parseTermKind(*kind)
		if err != nil {
			return err
		}
		if *file == "" {
			return usage("terms.cli.file")
		}
		v, err := s.vocabulary(cmd, *imported)
		if err != nil {
			return err
		}
		in := s.ui.In()
		if *file != "-" {
			f, err := os.Open(*file)
			if err != nil {
				return fmt.Errorf("match terms: %w", err)
			}
			defer f.Close()
			in = f
		}
		rows, err := matchLines(in, func(text string) termRow {
			return newTermRow(text, v.Match(table, text, termSuggestions))
		})
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"rows": rows})
		}
		return s.printTermRows(rows)
	})
	return cmd
}

// maxTermLine is the longest line that is matched, in bytes.
const maxTermLine = 1 << 20

// matchLines matches each line of a text; the lines without a letter are rows too,
// so that rows and lines can be laid side by side.
func matchLines(in io.Reader, match func(string) termRow) ([]termRow, error) {
	rows := []termRow{}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxTermLine)
	for lines.Scan() {
		text := strings.TrimSuffix(lines.Text(), "\r")
		if len(rows) == 0 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		rows = append(rows, match(strings.ToValidUTF8(text, "\ufffd")))
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("match terms: %w", err)
	}
	return rows, nil
}

func (s *session) printTermRows(rows []termRow) error {
	out := tabwriter.NewWriter(s.ui.Out(), 0, 0, 2, ' ', 0)
	count := map[terms.How]int{}
	for _, r := range rows {
		found := []string{r.Label}
		if r.Label == "" {
			found = found[:0]
			for _, t := range r.Suggestions {
				found = append(found, t.Label+"?")
			}
		}
		fmt.Fprintf(out, "%s\t%s\t%s\n", plain(r.Text), r.How, plain(strings.Join(found, "  ")))
		count[r.How]++
	}
	if err := out.Flush(); err != nil {
		return err
	}
	s.note("terms.cli.matched", len(rows), count[terms.Exact], count[terms.Synonym], count[terms.ByCode], count[terms.Suggested], count[terms.None])
	return nil
}

func newTermsSearch(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MinimumNArgs(1)}
	kind := cmd.Flags().StringP("kind", "k", "", words.Text("flag.terms.kind"))
	imported := cmd.Flags().Bool("imported", false, words.Text("flag.terms.imported"))
	limit := cmd.Flags().IntP("limit", "n", 10, words.Text("flag.terms.limit"))
	cmd.RunE = s.body(func(cmd *cobra.Command, args []string) error {
		table, err := parseTermKind(*kind)
		if err != nil {
			return err
		}
		if *limit < 1 {
			return usage("terms.cli.limit")
		}
		v, err := s.vocabulary(cmd, *imported)
		if err != nil {
			return err
		}
		found := v.Suggest(table, strings.Join(args, " "), *limit)
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"terms": describeTerms(found)})
		}
		if len(found) == 0 {
			s.say("terms.cli.nothing")
			return nil
		}
		out := tabwriter.NewWriter(s.ui.Out(), 0, 0, 2, ' ', 0)
		for _, f := range found {
			also := ""
			if f.Name != f.Term.Label {
				also = words.Text("terms.cli.also", f.Name)
			}
			codes := make([]string, len(f.Term.Codes))
			for i, c := range f.Term.Codes {
				codes[i] = c.System + ":" + c.Code
			}
			line := strings.Join([]string{plain(f.Term.ID), plain(f.Term.Label), plain(also), plain(strings.Join(codes, " "))}, "\t")
			fmt.Fprintln(out, strings.TrimRight(line, "\t"))
		}
		return out.Flush()
	})
	return cmd
}

// termDetail is a term in JSON with all that is known of it.
type termDetail struct {
	termRef
	Kind     journal.Kind      `json:"kind"`
	Category string            `json:"category,omitempty"`
	Synonyms []string          `json:"synonyms"`
	Codes    []journal.Code    `json:"codes"`
	Extra    map[string]string `json:"extra,omitempty"`
	Score    float64           `json:"score"`
}

func describeTerms(found []terms.Suggestion) []termDetail {
	all := []termDetail{}
	for _, f := range found {
		t := f.Term
		d := termDetail{termRef{t.ID, t.Label}, t.Kind, t.Category, t.Synonyms, t.Codes, t.Extra, f.Score}
		if d.Synonyms == nil {
			d.Synonyms = []string{}
		}
		if d.Codes == nil {
			d.Codes = []journal.Code{}
		}
		all = append(all, d)
	}
	return all
}

func newTermsImport(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	kind := cmd.Flags().StringP("kind", "k", "", words.Text("flag.terms.import.kind"))
	cmd.RunE = s.body(func(cmd *cobra.Command, args []string) error {
		var table journal.Kind
		if *kind != "" {
			var err error
			if table, err = parseTermKind(*kind); err != nil {
				return err
			}
		}
		a, err := s.open(cmd.Context())
		if err != nil {
			return err
		}
		source, err := a.ImportTerms(cmd.Context(), args[0], table)
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			return s.printJSON(source)
		}
		s.say("terms.cli.imported", source.Terms, source.Name, versionOf(source))
		return nil
	})
	return cmd
}

func versionOf(source app.TermSource) string {
	if source.Version == "" {
		return words.Text("terms.no_version")
	}
	return source.Version
}

func newTermsList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, _ []string) error {
		sources, err := a.TermSources()
		if err != nil {
			return err
		}
		builtin, err := terms.Builtin()
		if err != nil {
			return err
		}
		if wantsJSON(cmd) {
			tables := map[string]int{}
			for _, k := range terms.Kinds() {
				tables[k.String()] = builtin.Len(k)
			}
			if sources == nil {
				sources = []app.TermSource{}
			}
			return s.printJSON(map[string]any{"built_in": tables, "version": app.Version(), "imported": sources})
		}
		out := tabwriter.NewWriter(s.ui.Out(), 0, 0, 2, ' ', 0)
		for _, k := range terms.Kinds() {
			fmt.Fprintf(out, "%s\t%s\t%d\t%s\n", words.Text("terms.built_in"), k, builtin.Len(k), plain(app.Version()))
		}
		for _, source := range sources {
			state := versionOf(source)
			if source.Unreadable {
				state = words.Text("terms.unreadable")
			}
			fmt.Fprintf(out, "%s\t%s\t%d\t%s\n", plain(source.Name), source.Kind, source.Terms, plain(state))
		}
		return out.Flush()
	})
	return cmd
}

func newTermsRemove(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ExactArgs(1)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		source, err := a.RemoveTerms(args[0])
		if err != nil {
			return err
		}
		s.say("terms.cli.removed", source.Name)
		return nil
	})
	return cmd
}
