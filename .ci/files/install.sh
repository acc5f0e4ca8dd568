#!/bin/sh
# Installs Kith for everybody (as root) or for you alone: ./install.sh [PREFIX]
# Takes it away again: ./install.sh --remove [PREFIX]. Your journal is not touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
remove=
if [ "${1:-}" = --remove ]; then remove=yes; shift; fi
if [ $# -gt 1 ]; then echo "use: $0 [--remove] [PREFIX]" >&2; exit 2; fi
if [ "$(id -u)" = 0 ]; then prefix=${1:-/usr/local}; else prefix=${1:-$HOME/.local}; fi

(cd "$here/files" && find . -type f | LC_ALL=C sort) | while read -r file; do
	target=$prefix/${file#./}
	if [ "$remove" ]; then
		rm -f "$target"
		continue
	fi
	mode=644
	[ "$file" != ./bin/kith ] || mode=755
	mkdir -p "$(dirname "$target")"
	install -m "$mode" "$here/files/$file" "$target"
done
if [ "$remove" ]; then
	echo "Kith is taken away from $prefix."
	exit
fi
echo "Kith is in $prefix/bin."
case ":$PATH:" in *":$prefix/bin:"*) ;; *) echo "That folder is not in your PATH: start it as $prefix/bin/kith." ;; esac
