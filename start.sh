#!/bin/sh
# Starts Desirepath without a word typed: sh start.sh [demo|mine] [options of desirepath demo or serve]
cd "$(dirname "$0")" || exit 1

# Programs started from a window see fewer folders than a terminal does.
PATH="$PATH:/opt/homebrew/bin:/usr/local/bin:$HOME/.local/bin:$HOME/.volta/bin"
export PATH

fail() {
  printf '\n%s\n' "$1" >&2
  if [ -t 0 ] && [ -t 2 ]; then
    printf 'Press Enter to close this window. ' >&2
    read -r _
  fi
  exit 1
}

node_help='Install it from https://nodejs.org (the version marked LTS), then start this again.'
command -v node > /dev/null 2>&1 || fail "Desirepath needs Node, version 20 or newer, which is not on this computer. $node_help"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2> /dev/null ||
  fail "Desirepath needs Node, version 20 or newer, and this computer has $(node --version 2> /dev/null). $node_help"
command -v npm > /dev/null 2>&1 || fail "Desirepath needs npm, which comes with Node and is not on this computer. $node_help"

case "$PWD" in
  /mnt/[a-z]/*) [ -n "$WSL_DISTRO_NAME" ] && printf 'This folder is on the disk of Windows, where all is slow: docs/guide/windows.md says how to move it.\n' >&2 ;;
esac

# Without a word: your own data when there are any; otherwise you are asked, and nobody who cannot answer waits.
what=${1:-}
[ $# -gt 0 ] && shift
if [ -z "$what" ] && [ -e .desirepath ]; then
  what=mine
elif [ -z "$what" ] && [ -t 0 ] && [ -t 1 ]; then
  printf '\nWhat do you want to see?\n  1  the map of a made-up company (about a minute to prepare)\n  2  your own data: an empty page that takes your file\nType 1 or 2 and press Enter: '
  read -r answer
  [ "$answer" = 2 ] && what=mine
fi

case "${what:-demo}" in
  demo) command=demo ;;
  mine) command=serve ;;
  *) fail "\"$what\" is neither demo nor mine: start without a word to be asked." ;;
esac

run() {
  node scripts/setup.mjs scripts/run.mjs "$command" --open "$@"
}

run "$@"
status=$?
# Something else has the usual port: any other will do.
if [ "$status" -eq 5 ]; then
  run "$@" --port 0
  status=$?
fi
[ "$status" -eq 0 ] || [ "$status" -ge 130 ] || fail "Desirepath ended with an error (code $status). What is written above says why."
exit "$status"
