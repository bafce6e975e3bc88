#!/usr/bin/env bash
#
# Lists any file system with GNU find.
#
#   scan-posix.sh DIRECTORY NAME OUTPUT_DIRECTORY
#
# Writes OUTPUT_DIRECTORY/YYYYMMDD_<this host>_NAME.posix-scan.gz and prints its path. The records end with NUL bytes, so
# that any name survives; what is mounted below is left out. What vanishes while find looks is no error, anything else that
# find cannot read is. Where the service can see the directory itself, it can walk it without a log (source.directory).
set -uo pipefail
(($# == 3)) || { sed -n '3,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
name=$2 output=$3
root=$(realpath "$1") || exit
host=$(hostname -s | tr _ -)
log=$output/$(date +%Y%m%d)_${host}_$name.posix-scan.gz
troubles=$(mktemp) || exit
trap 'rm -f "$troubles" "$log.part"' EXIT

LC_ALL=C find "$root" -xdev \
  -printf '%i s=%s b=%b u=%U g=%G n=%n type=%y perm=%m a=%A@ m=%T@ c=%C@ -- %p\0' 2>"$troubles" |
  gzip -1 >"$log.part"
ended=("${PIPESTATUS[@]}")
((ended[1] == 0)) || exit "${ended[1]}"
if ((ended[0] != 0)) && { ((ended[0] != 1)) || grep -v 'No such file or directory$' "$troubles" >&2; }; then
  exit "${ended[0]}"
fi
mv "$log.part" "$log" || exit
printf '%s\n' "$log"
