package exchange

import "io"

func openApple(r io.ReaderAt, size int64, opts Options) (Reader, error) { return nil, ErrFormat }
func openFHIR(r io.ReaderAt, size int64, opts Options) (Reader, error)  { return nil, ErrFormat }
