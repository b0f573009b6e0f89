#!/bin/sh
# macOS: a double click in the Finder opens this in a terminal window.
exec sh "$(dirname "$0")/start.sh" "$@"
