#!/usr/bin/env bash
#
# Lists a Lustre file system with lfs find, one process for each directory below the top, WORKERS (4) at a time.
#
#   [WORKERS=n] scan-lustre.sh DIRECTORY NAME OUTPUT_DIRECTORY
#
# Writes OUTPUT_DIRECTORY/YYYYMMDD_<this host>_NAME.lfs-scan.<n> for each worker and prints their paths: they are one
# scan, to be imported together (source.paths).
set -euo pipefail
(($# == 3)) || { sed -n '3,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
root=$1 name=$2 output=$3
workers=${WORKERS:-4}
format='%LF s=%s b=%b u=%U g=%G p=%LP type=%y perm=%m a=%A@ m=%T@ c=%C@ -- %p\n'
host=$(hostname -s | tr _ -)
prefix=$output/$(date +%Y%m%d)_${host}_$name.lfs-scan
rm -f "$prefix".*

# The top and what lies right in it, but for directories, by the first process; the trees below it by the others.
lfs find "$root" --lazy --maxdepth 1 ! --type d --printf "$format" >"$prefix.0"
lfs find "$root" --lazy --maxdepth 0 --printf "$format" >>"$prefix.0"
export format prefix
find "$root" -mindepth 1 -maxdepth 1 -type d -print0 |
  xargs -0 -r -n 1 -P "$workers" --process-slot-var=slot \
    bash -c 'lfs find "$1" --lazy --printf "$format" >>"$prefix.$((slot + 1))"' scan
printf '%s\n' "$prefix".*
