package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

func newStockAdd(s *session) *cobra.Command { return s.moveStock(false) }

func newStockCount(s *session) *cobra.Command { return s.moveStock(true) }

func (s *session) moveStock(counted bool) *cobra.Command {
	m := app.StockMove{Counted: counted}
	var at string
	return s.onTreatment(func(flags *pflag.FlagSet) {
		flags.StringVar(&m.Amount, "amount", "", words.Text("flag.stock.amount"))
		flags.StringVar(&m.Reason, "reason", "", words.Text("flag.treatment.reason"))
		flags.IntVar(&m.WarnDays, "warn-days", 0, words.Text("flag.stock.warn-days", schedule.WarnDays))
		flags.StringVar(&at, "at", "", words.Text("flag.at"))
		if !counted {
			flags.BoolVar(&m.Lost, "lost", false, words.Text("flag.stock.lost"))
		}
	}, func(cmd *cobra.Command, a *app.App, p app.Person, r schedule.Regimen) (err error) {
		if m.At, err = whenOr(a, at); err != nil {
			return err
		}
		if _, err = a.AddStock(cmd.Context(), p, r, m); err != nil {
			return err
		}
		stocks, err := a.Stocks(cmd.Context(), p)
		if err != nil {
			return err
		}
		for i := range stocks {
			if st := &stocks[i]; journal.Fold(st.Regimen.Course.Name) == journal.Fold(r.Course.Name) {
				if wantsJSON(cmd) {
					return s.printJSON(map[string]any{"stock": app.StockOf(r.Course.Name, &st.Supply, st.Low)})
				}
				s.say("treatment.cli.stock", r.Course.Name, stockLine(st))
			}
		}
		return nil
	})
}

func stockLine(st *app.Stock) string {
	parts := []string{app.StockText(&st.Supply)}
	if st.Low {
		parts = append(parts, words.Text("treatment.stock.low"))
	}
	if st.Unfit > 0 {
		parts = append(parts, words.Text("treatment.stock.unfit", words.Count(int64(st.Unfit), "dose")))
	}
	return strings.Join(parts, ", ")
}

func newStockList(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.NoArgs}
	cmd.RunE = s.withPerson(cmd, func(cmd *cobra.Command, a *app.App, p app.Person, _ []string) error {
		stocks, err := a.Stocks(cmd.Context(), p)
		if err != nil {
			return err
		}
		list := []app.StockJSON{}
		for i := range stocks {
			if wantsJSON(cmd) {
				list = append(list, app.StockOf(stocks[i].Regimen.Course.Name, &stocks[i].Supply, stocks[i].Low))
			} else {
				s.say("treatment.cli.stock", stocks[i].Regimen.Course.Name, stockLine(&stocks[i]))
			}
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"stocks": list})
		}
		if len(stocks) == 0 {
			s.note("treatment.cli.no_stock", p.Name)
		}
		return nil
	})
	return cmd
}
