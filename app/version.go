package app

import "runtime/debug"

// Release is the version of Kith, as in semver.org. FyneApp.toml and the packages
// carry the same.
const Release = "0.1.0"

// Version returns what this program was built from: the release, and behind a
// plus sign the commit where the build knows it, "0.1.0+5f0c3e1a9b2d". A build of
// files that were not committed says so: "0.1.0+5f0c3e1a9b2d.dirty".
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Release
	}
	var commit, dirty string
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			commit = "+" + setting.Value[:min(12, len(setting.Value))]
		case setting.Key == "vcs.modified" && setting.Value == "true":
			dirty = ".dirty"
		}
	}
	if commit == "" {
		return Release
	}
	return Release + commit + dirty
}
