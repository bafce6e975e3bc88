#!/usr/bin/env bash
#
# Lists any file system with GNU find.
#
#   scan-posix.sh DIRECTORY NAME OUTPUT_DIRECTORY
#
# Writes OUTPUT_DIRECTORY/YYYYMMDD_<this host>_NAME.posix-scan.gz and prints its path. The records end with NUL bytes, so
# that any name survives; what is mounted below is left out. Where the service can see the directory itself, it can walk it
# without a log (source.directory), and faster.
set -euo pipefail
(($# == 3)) || { sed -n '3,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
root=$1 name=$2 output=$3
host=$(hostname -s | tr _ -)
log=$output/$(date +%Y%m%d)_${host}_$name.posix-scan.gz
status=0
# What vanishes while find looks is no error of the scan; find tells it on standard error and ends with 1.
find "$(realpath "$root")" -xdev \
  -printf '%i s=%s b=%b u=%U g=%G n=%n type=%y perm=%m a=%A@ m=%T@ c=%C@ -- %p\0' | gzip -1 >"$log.part" || status=$?
((status <= 1)) || { rm -f "$log.part"; exit "$status"; }
mv "$log.part" "$log"
printf '%s\n' "$log"
