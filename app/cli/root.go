package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
)

// makers returns what makes the commands of app.Commands, by their ID.
func makers() map[string]func(*session) *cobra.Command {
	return map[string]func(*session) *cobra.Command{
		"init": newInit, "log": newLog, "add": newAdd, "list": newList, "edit": newEdit, "delete": newDelete,
		"undo": newUndo, "redo": newRedo, "history": newHistory, "import": newImport,
		"terms": newGroup, "terms match": newTermsMatch, "terms search": newTermsSearch,
		"terms import": newTermsImport, "terms list": newTermsList, "terms remove": newTermsRemove,
		"treatment": newGroup, "treatment add": newTreatmentAdd, "treatment list": newTreatmentList, "treatment show": newTreatmentShow,
		"treatment due": newTreatmentDue, "treatment change": newTreatmentChange, "treatment pause": newTreatmentPause, "treatment resume": newTreatmentResume,
		"treatment stop": newTreatmentStop, "treatment rate": newTreatmentRate, "treatment take": newTreatmentTake, "treatment skip": newTreatmentSkip,
		"treatment adherence": newTreatmentAdherence, "stock": newGroup, "stock add": newStockAdd, "stock count": newStockCount,
		"stock list": newStockList,
		"chart":      newGroup, "chart timeline": newFigure(app.KindTimeline),
		"chart multiples": newFigure(app.KindMultiples), "chart calendar": newFigure(app.KindCalendar),
		"chart hours": newFigure(app.KindHours), "chart scores": newFigure(app.KindScores),
		"chart adherence": newFigure(app.KindAdherence),
		"chart together":  newFigure(app.KindTogether),
		"chart body":      newFigure(app.KindBody),
		"chart compare":   newFigure(app.KindCompare),
		"chart scatter":   newFigure(app.KindScatter),
		"insight":         newInsight, "insight helped": newInsightHelped, "insight with": newInsightWith, "insight before": newInsightBefore,
		"insight trend": newInsightTrend, "insight length": newInsightLength, "insight meaning": newInsightMeaning,
		"attach": newGroup, "attach add": newAttachAdd, "attach list": newAttachList, "attach save": newAttachSave,
		"experiment": newGroup, "experiment plan": newExperimentPlan, "experiment list": newExperimentList, "experiment show": newExperimentShow,
		"experiment day": newExperimentDay, "experiment skip": newExperimentSkip, "experiment end": newExperimentEnd,
		"report": newReport, "export": newExport,
		"ask": newGroup, "ask list": newAskList, "ask show": newAskShow, "ask answer": newAskAnswer, "ask history": newAskHistory,
		"ask every": newAskEvery, "ask add": newAskAdd, "ask remove": newAskRemove,
		"person": newGroup, "person add": newPersonAdd, "person list": newPersonList,
		"person rename": newPersonRename, "person erase": newPersonErase,
		"backup": newBackup, "restore": newRestore, "verify": newVerify,
		"passwd": newPasswd, "slot": newGroup, "slot list": newSlotList,
		"slot add-passphrase": newSlotAddPassphrase, "slot add-recovery": newSlotAddRecovery, "slot remove": newSlotRemove,
		"recover": newRecover, "trash": newGroup, "trash list": newTrashList, "trash restore": newTrashRestore,
		"backup auto": newBackupAuto, "backup drill": newBackupDrill,
		"conflict": newGroup, "conflict list": newConflictList, "conflict settle": newConflictSettle,
		"episode": newGroup, "episode end": newEpisodeEnd,
		"appointment": newGroup, "appointment ask": newAppointmentAsk, "appointment asked": newAppointmentAsked,
		"today": newToday, "today review": newTodayReview, "today helped": newTodayHelped, "checkin": newCheckin,
		"remind": newRemind, "overview": newOverview,
		"node": newNode, "node link": newNodeLink, "node status": newNodeStatus, "node forget": newNodeForget,
		"device": newGroup, "device add": newDeviceAdd, "device list": newDeviceList, "device name": newDeviceName,
		"device remove": newDeviceRemove, "device confirm": newDeviceConfirm,
		"space": newGroup, "space list": newSpaceList, "space show": newSpaceShow, "space members": newSpaceMembers,
		"space invite": newSpaceInvite, "space cancel": newSpaceCancel, "space role": newSpaceRole,
		"space remove": newSpaceRemove, "space leave": newSpaceLeave,
		"join": newJoin, "sync": newSync, "status": newStatus, "safety": newSafety,
		"peer": newGroup, "peer add": newPeerAdd, "peer list": newPeerList, "peer remove": newPeerRemove,
		"erase": newErase, "settings": newSettings, "shell": newShell, "version": newVersion,
	}
}

// newRoot makes the whole tree of commands for a session.
func newRoot(s *session) *cobra.Command {
	root := &cobra.Command{
		Use: "kith", Short: words.Text("help.kith.short"), Long: words.Text("help.kith.long"),
		SilenceUsage: true, SilenceErrors: true, CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args: cobra.NoArgs,
	}
	root.RunE = s.body(func(cmd *cobra.Command, _ []string) error { return cmd.Help() })
	root.SetOut(s.ui.Out())
	root.SetErr(s.ui.Err())
	if !s.shell {
		flags := root.PersistentFlags()
		flags.StringVar(&s.vaultFlag, "vault", "", words.Text("flag.vault"))
		flags.StringVar(&s.passFile, "passphrase-file", "", words.Text("flag.passphrase-file"))
	}
	root.PersistentFlags().BoolP("help", "h", false, words.Text("flag.help"))
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { writeHelp(cmd.OutOrStdout(), cmd) })
	root.SetHelpCommand(newHelp(s))
	groups, makers := map[string]*cobra.Command{"": root}, makers()
	for _, c := range app.Commands() {
		if c.WindowOnly || s.shell && !c.Shell && makesNoSense(c) {
			continue
		}
		parent, name := "", c.ID
		if i := strings.LastIndexByte(c.ID, ' '); i >= 0 {
			parent, name = c.ID[:i], c.ID[i+1:]
		}
		cmd := makers[c.ID](s)
		key := "help." + c.ID
		cmd.Use, cmd.Short, cmd.Long = name, words.Text(key+".short"), words.Text(key+".long")
		if words.Has(key + ".args") { // not of a command that only holds others
			cmd.Use = strings.TrimSpace(name + " " + words.Text(key+".args"))
			cmd.Example = words.Text(key + ".example")
		}
		cmd.DisableFlagsInUseLine = true
		if c.JSON {
			cmd.Flags().Bool("json", false, words.Text("flag.json"))
		}
		groups[parent].AddCommand(cmd)
		groups[c.ID] = cmd
	}
	return root
}

// makesNoSense reports whether a command cannot be given in the shell; the
// groups, which do nothing by themselves, can.
func makesNoSense(c app.Command) bool {
	return !slices.Contains([]string{"person", "slot", "treatment", "stock", "experiment", "chart", "trash", "attach", "terms", "ask", "episode", "appointment", "conflict", "device", "space", "peer"}, c.ID)
}

// newGroup makes a command that only holds others.
func newGroup(s *session) *cobra.Command {
	cmd := &cobra.Command{Args: cobra.ArbitraryArgs}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usage("cli.unknown_command", args[0], cmd.CommandPath())
		}
		s.ran = true
		return cmd.Help()
	}
	return cmd
}

func newHelp(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use: "help [COMMAND]", Short: words.Text("help.help.short"), Long: words.Text("help.help.long"),
		DisableFlagsInUseLine: true,
	}
	cmd.RunE = s.body(func(cmd *cobra.Command, args []string) error {
		found, rest, err := cmd.Root().Find(args)
		if err != nil || len(rest) > 0 {
			return usage("cli.unknown_command", strings.Join(args, " "), "kith")
		}
		return found.Help()
	})
	return cmd
}

// writeHelp prints the help of a command.
func writeHelp(w io.Writer, cmd *cobra.Command) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", strings.TrimSpace(cmd.Long))
	if cmd.HasAvailableSubCommands() {
		usage := cmd.CommandPath() + " COMMAND"
		if cmd.Example != "" { // it does something by itself too
			usage = cmd.UseLine() + "\n  " + usage
		}
		fmt.Fprintf(&b, "%s\n  %s\n\n%s\n", words.Text("cli.help.usage"), usage, words.Text("cli.help.commands"))
		for _, sub := range cmd.Commands() {
			if !sub.Hidden {
				fmt.Fprintf(&b, "  %-16s %s\n", sub.Name(), sub.Short)
			}
		}
		b.WriteString("\n")
	} else {
		fmt.Fprintf(&b, "%s\n  %s\n\n", words.Text("cli.help.usage"), cmd.UseLine())
	}
	if cmd.Example != "" {
		fmt.Fprintf(&b, "%s\n%s\n\n", words.Text("cli.help.examples"), indent(cmd.Example))
	}
	if local := cmd.LocalNonPersistentFlags(); local.HasAvailableFlags() {
		fmt.Fprintf(&b, "%s\n%s\n", words.Text("cli.help.flags"), local.FlagUsages())
	}
	if cmd.HasParent() {
		fmt.Fprintf(&b, "%s\n%s", words.Text("cli.help.global"), cmd.InheritedFlags().FlagUsages())
	} else {
		fmt.Fprintf(&b, "%s\n%s", words.Text("cli.help.global"), cmd.PersistentFlags().FlagUsages())
	}
	_, _ = io.WriteString(w, b.String()) // nobody is left to tell if help cannot be printed
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
}

// wantsJSON reports whether the command was given --json.
func wantsJSON(cmd *cobra.Command) bool {
	on, err := cmd.Flags().GetBool("json")
	return err == nil && on
}

// addWorkFactor adds the flag for the cost of a new passphrase, which is for
// tests and very old computers and is not shown.
func (s *session) addWorkFactor(cmd *cobra.Command) {
	cmd.Flags().IntVar(&s.workFactor, "work-factor", crypto.DefaultWorkFactor, "")
	if err := cmd.Flags().MarkHidden("work-factor"); err != nil {
		panic("cli: " + err.Error()) // the flag was added in the line above
	}
}

func (s *session) checkWorkFactor() error {
	if s.workFactor != 0 && (s.workFactor < crypto.MinWorkFactor || s.workFactor > crypto.MaxWorkFactor) {
		return usage("cli.work_factor", crypto.MinWorkFactor, crypto.MaxWorkFactor)
	}
	return nil
}
