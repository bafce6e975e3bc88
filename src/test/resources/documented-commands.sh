#!/usr/bin/env bash
#
# Runs a page of the documentation as PageScript has made it: documented-commands.sh SCRIPT. The first command that fails
# ends it, and is told with its line; curl fails at any status of 400 and above (.curlrc).
set -aEeuo pipefail
PAGE=$1
trap 'printf "%s, line %s: ended with %s: %s\n" "${BASH_SOURCE[0]##*/}" "$LINENO" "$?" "$BASH_COMMAND" >&2' ERR

# SQL, asked of the database that the page has named before.
sql() { sqlite3 -readonly -bail "data/$DATABASE"; }

# Python; what a page defines stays defined for its later blocks.
python() {
  cat >>"$PAGE.py"
  "$PYTHON" "$PAGE.py"
}

# Commands that the page says are answered so.
answers() {
  local commands output
  commands=$(cat)
  output=$(bash -euo pipefail -c "$commands") && { printf 'no error, but %s was announced\n' "$1" >&2; return 1; }
  printf '%s\n' "$output"
  [[ $output == *"\"status\":$1"* || $output == *"HTTP/1.1 $1"* ]]
}

# shellcheck disable=SC1090 # made for this run
source "$PAGE"
