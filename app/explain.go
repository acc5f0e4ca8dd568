package app

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"kith/app/words"
	"kith/crypto"
	"kith/journal"
	"kith/journal/blobs"
	"kith/journal/exchange"
	"kith/journal/instrument"
	"kith/journal/quick"
	"kith/journal/schedule"
	"kith/journal/sealdb"
	"kith/journal/space"
	"kith/journal/terms"
	"kith/journal/vault"
	"kith/p2p/pair"
	"kith/p2p/replica"
)

// Code is what became of a command, and the exit code of the program.
type Code int

// The codes.
const (
	Done    Code = 0
	Failed  Code = 1
	Usage   Code = 2 // the command was not given as it must be
	Locked  Code = 3 // no passphrase, or a wrong one
	Damaged Code = 4 // what is on the disk is not what was written
)

// Explanation is an error for a person: what happened, what it means, what to
// do. Means and Do may be "".
type Explanation struct {
	Code  Code
	What  string
	Means string
	Do    string

	key    string // of the words
	partly bool   // an import had written something before
}

// InWindow says what to do in the window, where commands of the terminal are of
// no use.
func (x Explanation) InWindow() Explanation {
	if k := "error." + x.key + ".window"; words.Has(k) {
		x.Do = words.Text(k)
		if x.partly {
			x.Do += " " + words.Text("error.partly.window")
		}
	}
	return x
}

// cases maps the kinds of error to the keys of their words, the first that fits
// counts. This is the only place that does.
var cases = []struct {
	kind error
	code Code
	key  string
}{
	{context.Canceled, Failed, "stopped"},
	{vault.ErrOldSlotRemains, Failed, "old_slot"},
	{crypto.ErrEmptyPassphrase, Locked, "empty_passphrase"},
	{crypto.ErrWrongPassphrase, Locked, "wrong_passphrase"},
	{crypto.ErrWrongIdentity, Locked, "wrong_sheet"},
	{ErrNoPassphrase, Locked, "no_passphrase"},
	{crypto.ErrRecoveryText, Failed, "sheet_text"},
	{replica.ErrInUse, Failed, "node_in_use"},
	{replica.ErrNoNode, Failed, "node_none"},
	{replica.ErrNoSpace, Failed, "node_no_space"},
	{replica.ErrDiskFull, Failed, "node_disk_full"},
	{replica.ErrDamaged, Damaged, "node_damaged"},
	{syscall.EADDRINUSE, Failed, "node_port"},
	{sealdb.ErrDiskFull, Failed, "disk_full"},
	{syscall.ENOSPC, Failed, "disk_full"},
	{syscall.EDQUOT, Failed, "disk_full"},
	{space.ErrRolledBack, Damaged, "rolled_back"},
	{crypto.ErrNewerFormat, Failed, "newer"},
	{sealdb.ErrFormat, Failed, "newer"},
	{vault.ErrInUse, Failed, "in_use"},
	{vault.ErrNoVault, Failed, "no_vault"},
	{ErrNotEmpty, Failed, "not_empty"},
	{ErrBackupOff, Failed, "backup_off"},
	{ErrNoSheet, Failed, "no_sheet"},
	{ErrNoBackup, Failed, "no_backup"},
	{vault.ErrExists, Failed, "exists"},
	{vault.ErrLastSlot, Failed, "last_slot"},
	{vault.ErrTooManySlots, Failed, "many_slots"},
	{vault.ErrNotFound, Failed, "no_slot"},
	{crypto.ErrWorkFactor, Damaged, "work_factor"},
	{ErrBackupDamaged, Damaged, "backup_damaged"},
	{sealdb.ErrDamaged, Damaged, "damaged"},
	{sealdb.ErrWrongKey, Damaged, "damaged"},
	{space.ErrDamaged, Damaged, "damaged"},
	{space.ErrFork, Damaged, "damaged"},
	{space.ErrMissing, Damaged, "damaged"},
	{space.ErrOp, Damaged, "damaged"},
	{journal.ErrChange, Damaged, "damaged"},
	{journal.ErrSegment, Damaged, "damaged"},
	{blobs.ErrMissing, Damaged, "attachment_missing"},
	{blobs.ErrDamaged, Damaged, "attachment_damaged"},
	{blobs.ErrTooLarge, Failed, "attachment_large"},
	{blobs.ErrChanged, Failed, "attachment_changed"},
	{ErrNoContent, Failed, "attachment_none"},
	{ErrNotAttachment, Failed, "attachment_other"},
	{ErrPicture, Failed, "attachment_picture"},
	{crypto.ErrWrongKey, Damaged, "damaged"},
	{crypto.ErrDamaged, Damaged, "vault_damaged"},
	{ErrSyncClosed, Failed, "sync_closed"},
	{ErrNoNetwork, Failed, "no_network"},
	{ErrNoSuchDevice, Failed, "no_device"},
	{ErrThisDevice, Failed, "this_device"},
	{ErrNoSuchMember, Failed, "no_member"},
	{ErrNotOwner, Failed, "not_owner"},
	{ErrOneself, Failed, "oneself"},
	{ErrLastOwner, Failed, "last_owner"},
	{ErrCategories, Usage, "categories"},
	{ErrAskFirst, Usage, "ask_first"},
	{ErrNotDone, Failed, "experiment_goes_on"},
	{journal.ErrReadOnly, Failed, "only_read"},
	{ErrNoSuchContact, Failed, "no_contact"},
	{ErrNoInvitation, Failed, "no_invitation"},
	{ErrAddress, Usage, "address"},
	{replica.ErrLink, Usage, "address"},
	{ErrNoSuchNode, Failed, "no_node"},
	{ErrHasRecords, Failed, "has_records"},
	{ErrOwnRecord, Failed, "own_record"},
	{ErrNoPlace, Usage, "no_place"},
	{pair.ErrText, Usage, "invitation"},
	{pair.ErrNoQR, Failed, "no_qr"},
	{pair.ErrPicture, Failed, "qr_picture"},
	{pair.ErrExpired, Failed, "expired"},
	{pair.ErrTooManyTries, Failed, "many_tries"},
	{pair.ErrWrongWords, Failed, "wrong_words"},
	{pair.ErrUsed, Failed, "used"},
	{pair.ErrCancelled, Failed, "cancelled"},
	{pair.ErrRefused, Failed, "pair_refused"},
	{pair.ErrBusy, Failed, "pair_busy"},
	{pair.ErrNotOpen, Failed, "not_open"},
	{pair.ErrNotSame, Failed, "declined"},
	{pair.ErrVersion, Failed, "pair_version"},
	{pair.ErrFormat, Failed, "pair_format"},
	{ErrNobodyThere, Failed, "nobody_there"},
	{ErrNoSuchPerson, Failed, "no_person"},
	{ErrPersonExists, Failed, "person_exists"},
	{ErrName, Usage, "name"},
	{ErrNoPersons, Failed, "nobody"},
	{ErrInsightNothing, Failed, "insight_nothing"},
	{ErrInsightSplit, Usage, "insight_split"},
	{ErrNoMeaning, Failed, "no_meaning"},
	{ErrChartMeasures, Usage, "chart_measures"},
	{ErrChartRange, Usage, "chart_range"},
	{ErrChartFormat, Usage, "chart_format"},
	{ErrChartSize, Usage, "chart_size"},
	{ErrNoSuchFigure, Usage, "chart_kind"},
	{ErrFigureMeasures, Usage, "chart_many"},
	{ErrFigureLag, Usage, "chart_lag"},
	{terms.ErrOBO, Failed, "terms_obo"},
	{terms.ErrKind, Usage, "terms_kind"},
	{ErrTermSource, Failed, "terms_source"},
	{journal.ErrNotFound, Failed, "no_entry"},
	{journal.ErrAmbiguous, Failed, "ambiguous"},
	{journal.ErrNothing, Failed, "nothing"},
	{ErrNoConflict, Failed, "no_conflict"},
	{ErrNoneLeft, Failed, "none_left"},
	{journal.ErrUnchanged, Failed, "unchanged"},
	{journal.ErrTooLong, Failed, "too_long"},
	{journal.ErrText, Failed, "not_text"},
	{journal.ErrTime, Failed, "time"},
	{journal.ErrValue, Failed, "value"},
	{journal.ErrNumber, Failed, "number"},
	{schedule.ErrAmount, Usage, "amount"},
	{schedule.ErrRange, Usage, "due_range"},
	{exchange.ErrFormat, Failed, "import_format"},
	{exchange.ErrTooLarge, Failed, "import_large"},
	{exchange.ErrDamaged, Failed, "import_damaged"},
	{ErrFileExists, Failed, "file_exists"},
	{sealdb.ErrIO, Failed, "disk"},
	{syscall.EIO, Failed, "disk"},
	{syscall.EROFS, Failed, "read_only"},
	{fs.ErrPermission, Failed, "permission"},
	{fs.ErrNotExist, Failed, "no_file"},
}

// terse are the errors of which nothing but the kind is worth saying.
var terse = map[string]bool{
	"wrong_passphrase": true, "wrong_sheet": true, "empty_passphrase": true, "no_passphrase": true,
	"insight_nothing": true, "insight_split": true, "no_meaning": true,
	"chart_measures": true, "chart_range": true, "chart_format": true, "chart_size": true, "chart_kind": true, "chart_many": true, "chart_lag": true,
	"attachment_large": true, "attachment_none": true, "attachment_other": true, "attachment_changed": true,
	"sync_closed": true, "no_network": true, "this_device": true, "no_place": true, "no_node": true, "expired": true, "nobody_there": true,
	"pair_busy": true, "not_open": true, "no_member": true, "no_device": true, "no_contact": true, "only_read": true, "pair_version": true,
	"no_qr": true, "ask_first": true, "experiment_goes_on": true,
	"nothing": true, "no_conflict": true, "none_left": true, "unchanged": true, "no_entry": true, "nobody": true, "last_slot": true, "stopped": true,
}

// ErrNoPassphrase says that there is nobody to ask for the passphrase and no
// file to read it from.
var ErrNoPassphrase = errors.New("no passphrase was given")

// Explain says in plain words what err means. It is for every error of this
// package and those below it; nil is Done.
func Explain(err error) Explanation {
	if err == nil {
		return Explanation{}
	}
	x := Explanation{Code: Failed}
	if x.special(err) {
		return x
	}
	for _, c := range cases {
		if errors.Is(err, c.kind) {
			x.Code = c.code
			x.say(c.key)
			x.place(err, c.key)
			if errors.Is(err, ErrPartlyImported) {
				x.partly = true
				x.Do = strings.TrimSpace(x.Do + " " + words.Text("error.partly.do"))
			}
			return x
		}
	}
	x.What = words.Text("error.other.what", err.Error())
	x.Do = words.Text("error.other.do")
	return x
}

func (x *Explanation) say(key string) {
	x.key = key
	x.What = words.Text("error." + key + ".what")
	if k := "error." + key + ".means"; words.Has(k) {
		x.Means = words.Text(k)
	}
	if k := "error." + key + ".do"; words.Has(k) {
		x.Do = words.Text(k)
	}
}

// special explains the errors that carry more than their kind.
func (x *Explanation) special(err error) bool {
	var unknown *UnknownPersonError
	var which *WhichPersonError
	var measure *UnknownMeasureError
	var treatment *UnknownTreatmentError
	var several *AmbiguousError
	var ask *exchange.AskError
	var typed *InputError
	var refusal *schedule.Refusal
	var pack *instrument.PackError
	var questions *UnknownInstrumentError
	var doubt *DoubtError
	var closed *journal.ReadOnlyError
	switch {
	case errors.As(err, &closed):
		x.say(readOnlyKey(closed.Access))
	case errors.As(err, &unknown):
		x.key = "no_person"
		x.What = words.Text("error.no_person.what_name", unknown.Name)
		x.Do = words.Text("error.no_person.do")
		if len(unknown.Near) > 0 {
			x.Do = words.Text("error.no_person.near", words.List(unknown.Near)) + " " + x.Do
		}
	case errors.As(err, &which):
		x.Code = Usage
		x.key = "which_person"
		x.What = words.Text("error.which_person.what", which.All)
		x.Do = words.Text("error.which_person.do", words.List(which.Names))
		if which.All > len(which.Names) {
			x.Do += " " + words.Text("error.which_person.more", which.All-len(which.Names))
		}
	case errors.As(err, &measure):
		x.explainMeasure(measure)
	case errors.As(err, &treatment):
		x.explainTreatment(treatment)
	case errors.As(err, &pack):
		x.Code = Usage
		x.What = words.Text("instrument.problem."+pack.Code, pack.Args...)
	case errors.As(err, &questions):
		x.explainInstrument(questions)
	case errors.As(err, &several):
		x.What = words.Text("error.ambiguous.what_id", several.Prefix)
		x.Do = words.Text("error.ambiguous.do", words.List(several.Matches))
	case errors.As(err, &ask):
		x.key = "ask"
		x.What = words.Text("error.ask.what")
		x.Means = joinSentences(ask.Understanding.Questions)
		x.Do = words.Text("error.ask.do")
	case errors.As(err, &doubt):
		x.Code = Usage
		x.key = "doubt"
		x.What = doubt.Doubts[0].Text()
		x.Do = words.Text("error.doubt.do")
	case errors.As(err, &typed):
		x.Code = Usage
		x.What = typed.Error()
	case errors.As(err, &refusal):
		x.Code = Usage
		x.What = refusalText(refusal)
	case errors.Is(err, quick.ErrLine):
		x.What = innermost(err).Error()
	default:
		return false
	}
	return true
}

// place adds where the trouble is, what can still be read, and what to do about
// damage.
func (x *Explanation) place(err error, key string) {
	var path *fs.PathError
	var record *RecordError
	inRecord := errors.As(err, &record)
	switch {
	case x.Code == Damaged && inRecord && !isBlobError(err):
		x.What = words.Text("error.record_damaged.what", record.Person)
		x.Means = words.Text("error.record_damaged.means", err.Error())
		if record.Others > 0 {
			x.Means += " " + words.Text("error.record_damaged.others", words.Count(int64(record.Others), "other_person"))
		}
		x.Do = words.Text("error.record_damaged.do")
		x.key = "record_damaged"
		if errors.Is(err, space.ErrRolledBack) {
			x.say("rolled_back")
		}
	case x.Code == Damaged:
		x.Means = words.Text("error.detail", err.Error())
	case x.Means == "" && errors.As(err, &path):
		x.Means = words.Text("error.file", path.Path)
	case x.Means == "" && !terse[key]:
		x.Means = words.Text("error.detail", err.Error())
	}
}

// innermost returns the error that a quick line was refused with, whose text is
// for the person.
func innermost(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil || inner == quick.ErrLine {
			return err
		}
		err = inner
	}
}

func joinSentences(list []string) string {
	text := ""
	for _, s := range list {
		if text != "" {
			text += " "
		}
		text += s
		if last := s[len(s)-1]; last != '.' && last != '?' {
			text += "."
		}
	}
	return text
}
