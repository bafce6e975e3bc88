#!/usr/bin/env bash
#
# Lists a Lustre file system with lfs find, one process for each directory below the top, WORKERS (4) at a time.
#
#   [WORKERS=n] scan-lustre.sh DIRECTORY NAME OUTPUT_DIRECTORY
#
# Writes OUTPUT_DIRECTORY/YYYYMMDD_<this host>_NAME.lfs-scan.<n> for each worker and prints their paths: they are one
# scan, to be imported together (source.paths). What vanishes while lfs looks is no error, anything else is.
set -uo pipefail
(($# == 3)) || { sed -n '3,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
name=$2 output=$3
root=$(realpath "$1") || exit
workers=${WORKERS:-4}
format='%LF s=%s b=%b u=%U g=%G p=%LP type=%y perm=%m a=%A@ m=%T@ c=%C@ -- %p\n'
host=$(hostname -s | tr _ -)
prefix=$output/$(date +%Y%m%d)_${host}_$name.lfs-scan
troubles=$(mktemp) || exit
trap 'rm -f "$troubles"' EXIT
rm -f "$prefix".*

# Lists a tree to the file of a worker; fails where something but a vanished entry kept it from being whole.
list() {
  local file=$1 own status=0
  shift
  own=$(mktemp) || return
  LC_ALL=C lfs find "$@" --lazy --printf "$format" >>"$prefix.$file" 2>"$own" || status=$?
  grep -v 'No such file or directory' "$own" >>"$troubles" || ((status == 0)) || [[ -s $own ]] || echo "lfs find $*: $status" >>"$troubles"
  rm -f "$own"
}
export -f list
export format prefix troubles

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
printf '%s\n' "$prefix".*
