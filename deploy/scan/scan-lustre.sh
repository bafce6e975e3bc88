#!/usr/bin/env bash
#
# Lists a Lustre file system with lfs find, one process for each directory below the top, WORKERS (4) at a time.
#
#   [WORKERS=n] scan-lustre.sh DIRECTORY NAME OUTPUT_DIRECTORY
#
# Writes OUTPUT_DIRECTORY/YYYYMMDD_<this host>_NAME.lfs-scan.<n> for each worker and prints their paths: they are one
# scan, to be imported together (source.paths). What vanishes while lfs looks is no error, anything else is, and leaves
# the lists of the same day as they were.
set -uo pipefail
(($# == 3)) || { sed -n '3,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
name=$2 output=$3

# $1: why. $2: the exit code, 1 without one.
fail() { printf '%s: %s\n' "${0##*/}" "$1" >&2; exit "${2:-1}"; }

# The service's rule, but for the dot, which it allows: in the name of a file the file system's ends at the first one.
is_name() { local LC_ALL=C; [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$ && ${1,,} != all ]]; }

# How many lines there are in lists: 0, 1, or 2 for any more.
lines() { cat "$@" 2>/dev/null | head -n 2 | wc -l; }

is_name "$name" || fail "'$name' cannot name a file system here: 1 to 64 letters, digits, underscores and dashes, the first a letter or digit, and not 'all'" 2
[[ -d $1 ]] || fail "'$1' is not there, or is no directory. Is it mounted?"
root=$(realpath -e -- "$1") || exit
# Through the dot, so that what is mounted on demand is.
device=$(stat -c %d:%i "$root/.") || exit
workers=${WORKERS:-4}
format='%LF s=%s b=%b u=%U g=%G p=%LP type=%y perm=%m a=%A@ m=%T@ c=%C@ -- %p\n'
host=$(hostname -s | tr _ -) || exit
base=$(date +%Y%m%d)_${host}_$name.lfs-scan
# The lists are moved to where they belong when all of them are whole.
part=$(mktemp -d "$output/.$base.XXXXXX") || exit
trap 'rm -rf "$part"' EXIT
troubles=$part/troubles

# Lists a tree to the file of a worker; fails where something but a vanished entry kept it from being whole.
list() {
  local file=$1 own status=0
  shift
  own=$(mktemp -p "$part") || return
  LC_ALL=C lfs find "$@" --lazy --printf "$format" >>"$part/$base.$file" 2>"$own" || status=$?
  grep -v 'No such file or directory' "$own" >>"$troubles" || ((status == 0)) || [[ -s $own ]] || echo "lfs find $*: $status" >>"$troubles"
  rm -f "$own"
}
export -f list
export format part base troubles

# The top and what lies right in it, but for directories, by the first process; the trees below it by the others.
list 0 "$root" --maxdepth 1 ! --type d
list 0 "$root" --maxdepth 0
find "$root" -mindepth 1 -maxdepth 1 -type d -print0 |
  xargs -0 -r -n 1 -P "$workers" --process-slot-var=slot bash -c 'list "$((slot + 1))" "$1"' scan ||
  echo "the directories of $root could not be listed" >>"$troubles"
if [[ -s $troubles ]]; then
  cat "$troubles" >&2
  exit 1
fi
# Entries may vanish, but not the root, nor the file system that was mounted there.
[[ $(stat -c %d:%i "$root/." 2>/dev/null) == "$device" ]] || fail "'$root' went away while it was listed"
found=$(lines "$part/$base".*)
((found > 0)) || fail "lfs has listed nothing of '$root'"
((found > 1)) || (($(lines "$output/$base".*) < 2)) || fail "'$root' is empty. Is it mounted? The lists of today have more, and stay: $output/$base.*"
# There may have been more workers before.
rm -f "$output/$base".* && mv "$part/$base".* "$output" || exit
printf '%s\n' "$output/$base".*
