#!/usr/bin/env bash
#
# Lists any file system with GNU find.
#
#   scan-posix.sh DIRECTORY NAME OUTPUT_DIRECTORY
#
# Writes OUTPUT_DIRECTORY/YYYYMMDD_<this host>_NAME.posix-scan.gz and prints its path. The records end with NUL bytes, so
# that any name survives; what is mounted below is left out. What vanishes while find looks is no error, anything else that
# find cannot read is, and leaves a list of the same day as it was. Where the service can see the directory itself, it can
# walk it without a log (source.directory).
set -uo pipefail
(($# == 3)) || { sed -n '3,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
name=$2 output=$3

# $1: why. $2: the exit code, 1 without one.
fail() { printf '%s: %s\n' "${0##*/}" "$1" >&2; exit "${2:-1}"; }

# The service's rule, but for the dot, which it allows: in the name of a file the file system's ends at the first one.
is_name() { local LC_ALL=C; [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$ && ${1,,} != all ]]; }

# How many records there are in a list: 0, 1, or 2 for any more.
records() { gzip -dc "$1" 2>/dev/null | head -z -n 2 | tr -cd '\0' | wc -c; }

is_name "$name" || fail "'$name' cannot name a file system here: 1 to 64 letters, digits, underscores and dashes, the first a letter or digit, and not 'all'" 2
[[ -d $1 ]] || fail "'$1' is not there, or is no directory. Is it mounted?"
root=$(realpath -e -- "$1") || exit
host=$(hostname -s | tr _ -) || exit
# Through the dot, so that what is mounted on demand is.
device=$(stat -c %d:%i "$root/.") || exit
log=$output/$(date +%Y%m%d)_${host}_$name.posix-scan.gz
troubles=$(mktemp) || exit
trap 'rm -f "$troubles" "$log.part"' EXIT

LC_ALL=C find "$root" -xdev \
  -printf '%i s=%s b=%b u=%U g=%G n=%n type=%y perm=%m a=%A@ m=%T@ c=%C@ -- %p\0' 2>"$troubles" |
  gzip -1 >"$log.part"
ended=("${PIPESTATUS[@]}")
((ended[1] == 0)) || exit "${ended[1]}"
if ((ended[0] != 0)) && { ((ended[0] != 1)) || [[ ! -s $troubles ]] || grep -v 'No such file or directory$' "$troubles" >&2; }; then
  exit "${ended[0]}"
fi
# Entries may vanish, but not the root, nor the file system that was mounted there.
[[ $(stat -c %d:%i "$root/." 2>/dev/null) == "$device" ]] || fail "'$root' went away while it was listed"
found=$(records "$log.part")
((found > 0)) || fail "find has listed nothing of '$root'"
((found > 1)) || (($(records "$log") < 2)) || fail "'$root' is empty. Is it mounted? The list of today has more, and stays: $log"
mv "$log.part" "$log" || exit
printf '%s\n' "$log"
