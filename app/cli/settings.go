package cli

import (
	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
)

func newSettings(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.MaximumNArgs(2)}
	cmd.RunE = s.withApp(func(cmd *cobra.Command, a *app.App, args []string) error {
		if len(args) == 2 {
			key, now, err := a.Setting(args[0], args[1])
			if err != nil {
				return err
			}
			if wantsJSON(cmd) {
				return s.printJSON(map[string]any{"settings": map[string]string{key.Name: now}})
			}
			s.say("setting.done", key.Name, now)
			return nil
		}
		settings, err := a.Settings()
		if err != nil {
			return err
		}
		values := map[string]string{}
		for _, key := range app.SettingKeys() {
			if len(args) == 1 && args[0] != key.Name {
				continue
			}
			values[key.Name] = key.Get(&settings)
			if !wantsJSON(cmd) {
				s.say("setting.line", key.Name, values[key.Name], words.Text("setting."+key.Name))
			}
		}
		if len(values) == 0 {
			_, _, err := a.Setting(args[0], "")
			return err // there is none of that name
		}
		if wantsJSON(cmd) {
			return s.printJSON(map[string]any{"settings": values})
		}
		return nil
	})
	return cmd
}
