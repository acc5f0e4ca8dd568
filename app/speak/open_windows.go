package speak

import (
	"os/exec"
	"syscall"
)

// sapi reads all of the standard input as UTF-8 and says it.
const sapi = `Add-Type -AssemblyName System.Speech
$reader = New-Object System.IO.StreamReader([Console]::OpenStandardInput(), [System.Text.Encoding]::UTF8)
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
$voice.Speak($reader.ReadToEnd())`

// openVoice returns SAPI, in the voice of the system.
func openVoice(string) (voice, error) {
	return newProgram("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", sapi)
}

func hideWindow(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }
