package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/blobs"
	"kith/journal/space"
	"kith/journal/vault"
)

// allBlobs returns every blob that a person's record refers to, each once.
func (a *App) allBlobs(ctx context.Context, p Person) (list []journal.Attached, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		list, err = r.Blobs(ctx)
		return err
	})
	return onceEach(list), err
}

// onceEach leaves out blobs that are there before under the same key; one that is
// shown counts before one that is not.
func onceEach(list []journal.Attached) []journal.Attached {
	seen := map[string]bool{}
	var once []journal.Attached
	for _, b := range list { // those that are shown come first
		if key := string(b.Ref.Key.Bytes()); !seen[key] {
			seen[key] = true
			once = append(once, b)
		}
	}
	return once
}

// verifyBlobs reads every file that a record refers to, and looks for files that
// nothing refers to; with remove those go. It returns how many are whole.
func (a *App) verifyBlobs(ctx context.Context, p Person, remove bool, v *Verification, progress func(done, total int64)) (whole int64, err error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	ref, err := a.ref(p.ID) // anew: it may have been salvaged into another folder
	if err != nil {
		return 0, err
	}
	store := a.blobsIn(ref)
	list, err := a.allBlobs(ctx, p)
	if isDamage(err) {
		return 0, nil // reported already; which files belong to it cannot be known
	}
	if err != nil {
		return 0, err
	}
	var done, total int64
	for _, b := range list {
		total += b.Ref.Size
	}
	for _, b := range list {
		err := store.Check(ctx, b.Ref, func(n int64) { progress(done+n, total) })
		done += b.Ref.Size
		switch {
		case isBlobError(err):
			v.Problems = append(v.Problems, Problem{
				File: "spaces/" + ref.Folder + "/" + store.Name(b.Ref), What: blobProblem(err, b),
				Person: ref.Name, Attachment: true})
		case err != nil:
			return whole, err
		case !b.Preview:
			whole++
		}
	}
	return whole, a.sweepBlobs(ctx, p, store, remove, v)
}

// sweepBlobs looks for files that no entry has, while nothing is being attached.
func (a *App) sweepBlobs(ctx context.Context, p Person, store *blobs.Store, remove bool, v *Verification) error {
	a.attaching.Lock()
	defer a.attaching.Unlock()
	list, err := a.allBlobs(ctx, p)
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	for _, b := range list {
		keep[store.Name(b.Ref)] = true
	}
	left, err := store.Sweep(keep, remove)
	if err == nil && len(left) > 0 {
		key := "attach.left"
		if remove {
			key = "attach.left_removed"
		}
		v.Notes = append(v.Notes, words.Text(key, words.Count(int64(len(left)), "file"), p.Name))
	}
	return err
}

// blobProblem says which attachment is affected and how.
func blobProblem(err error, b journal.Attached) string {
	key := "attach.problem.damaged"
	switch missing := errors.Is(err, blobs.ErrMissing); {
	case missing && b.Preview:
		key = "attach.problem.missing_preview"
	case missing:
		key = "attach.problem.missing"
	case b.Preview:
		key = "attach.problem.damaged_preview"
	}
	return words.Text(key, b.Entry.Short())
}

// salvagedBlobs asks a record that was just written anew what it refers to.
func salvagedBlobs(ctx context.Context, cfg space.Config) ([]journal.Attached, error) {
	r, err := journal.OpenRecord(ctx, cfg)
	if err != nil {
		return nil, err
	}
	list, err := r.Blobs(ctx)
	return onceEach(list), errors.Join(err, r.Close())
}

// moveBlobs seals the whole files of one folder of a space in another. What is
// missing or damaged stays so, and is told by the verification.
func (a *App) moveBlobs(ctx context.Context, from, to vault.SpaceRef, list []journal.Attached) error {
	source, target := a.blobsIn(from), a.blobsIn(to)
	for _, b := range list {
		if err := copyBlob(ctx, source, b.Ref, target, b.Ref); err != nil && !isBlobError(err) && !errors.Is(err, blobs.ErrChanged) {
			return err
		}
	}
	return nil
}

func copyBlob(ctx context.Context, source *blobs.Store, from blobs.Ref, target *blobs.Store, to blobs.Ref) error {
	b, err := source.Open(from)
	if err != nil {
		return err
	}
	_, err = target.Put(ctx, to, b.Content(), nil)
	return errors.Join(err, b.Close())
}

// blobParts are a person's attachments and their previews as files of a backup or
// an export, each content once. A file that cannot be read is left out and counted.
func (a *App) blobParts(ctx context.Context, p Person, dir string, result *BackupResult) ([]*part, error) {
	list, err := a.allBlobs(ctx, p)
	if err != nil {
		return nil, err
	}
	store, err := a.blobsOf(p)
	if err != nil {
		return nil, err
	}
	var parts []*part
	named := map[[sha256.Size]byte]bool{}
	for _, b := range list {
		if named[b.Ref.SHA256] {
			continue
		}
		err := store.Check(ctx, b.Ref, nil)
		switch {
		case isBlobError(err) && !b.Preview:
			result.AttachmentsLeftOut++
			continue
		case isBlobError(err):
			continue
		case err != nil:
			return nil, err
		}
		named[b.Ref.SHA256] = true
		folder := previewsName
		if !b.Preview {
			folder = attachmentsName
			result.Attachments++
		}
		parts = append(parts, &part{
			path: dir + folder + "/" + hex.EncodeToString(b.Ref.SHA256[:]) + extension(b.MediaType),
			size: b.Ref.Size, sum: b.Ref.SHA256, proven: true,
			write: func(w io.Writer) error { return store.Copy(ctx, w, b.Ref, nil) },
		})
	}
	return parts, nil
}

// expectBlobs asks the record that was just restored which files belong to it.
func (re *restorer) expectBlobs(ctx context.Context) error {
	list, err := re.a.allBlobs(ctx, re.person)
	re.blobs = map[string][]blobs.Ref{}
	for _, b := range list {
		name := hex.EncodeToString(b.Ref.SHA256[:])
		re.blobs[name] = append(re.blobs[name], b.Ref)
	}
	return err
}

// blob restores one file. One that nothing refers to is passed over.
func (re *restorer) blob(ctx context.Context, f fileJSON, content io.Reader) error {
	name, _, _ := strings.Cut(path.Base(f.Path), ".")
	refs := re.blobs[name]
	if len(refs) == 0 {
		return nil
	}
	if f.SHA256 != name || f.Size != refs[0].Size {
		return backupDamage(f.Path, errors.New("it is not what its name says"))
	}
	store, err := re.a.blobsOf(re.person)
	if err != nil {
		return err
	}
	if _, err := store.Put(ctx, refs[0], content, nil); err != nil {
		return asBackup(f.Path, asChanged(err))
	}
	for _, other := range refs[1:] { // the same content, attached under another key
		if err := copyBlob(ctx, store, refs[0], store, other); err != nil {
			return err
		}
	}
	delete(re.blobs, name)
	if path.Base(path.Dir(f.Path)) == attachmentsName {
		re.result.Attachments++
	}
	return nil
}

// asChanged calls content that is not what it should be damage of the backup.
func asChanged(err error) error {
	if errors.Is(err, blobs.ErrChanged) {
		return fmt.Errorf("%w: %w", ErrBackupDamaged, err)
	}
	return err
}
