//go:build !darwin && !windows

package speak

import (
	"context"
	"os"
	"os/exec"
	"time"
)

// openVoice returns speech-dispatcher, which is started if it is installed and does
// not run, or else eSpeak, which reads the text from its standard input.
func openVoice(language string) (voice, error) {
	v, err := newSSIP(language, os.Getenv)
	if err != nil && spawn() {
		v, err = newSSIP(language, os.Getenv)
	}
	if err == nil {
		return v, nil
	}
	args := []string{"--stdin"}
	if language != "" {
		args = append(args, "-v", language)
	}
	for _, name := range []string{"espeak-ng", "espeak"} {
		if p, err := newProgram(name, args...); err == nil {
			return p, nil
		}
	}
	return nil, err
}

// spawn starts speech-dispatcher and reports whether it could.
func spawn() bool {
	path, err := exec.LookPath("speech-dispatcher")
	if err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return exec.CommandContext(ctx, path, "--spawn").Run() == nil
}

func hideWindow(*exec.Cmd) {}
