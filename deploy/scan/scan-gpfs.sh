#!/usr/bin/env bash
#
# Lists a GPFS / IBM Storage Scale file system with its policy engine, as root on one of its nodes.
#
#   scan-gpfs.sh FILE_SYSTEM_OR_DIRECTORY NAME OUTPUT_DIRECTORY [mmapplypolicy's options, such as -N nodes -g DIRECTORY]
#
# Writes OUTPUT_DIRECTORY/YYYYMMDD_<this host>_NAME.list.list_all and prints its path. Import it with pathEscape=percent
# and the node's timeZone. Where the engine fails, a list of the same day stays as it was.
set -euo pipefail
(($# >= 3)) || { sed -n '3,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
target=$1 name=$2 output=$3
shift 3

# $1: why. $2: the exit code, 1 without one.
fail() { printf '%s: %s\n' "${0##*/}" "$1" >&2; exit "${2:-1}"; }

# The service's rule, but for the dot, which it allows: in the name of a file the file system's ends at the first one.
is_name() { local LC_ALL=C; [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$ && ${1,,} != all ]]; }

is_name "$name" || fail "'$name' cannot name a file system here: 1 to 64 letters, digits, underscores and dashes, the first a letter or digit, and not 'all'" 2
# What is no path is the name of a file system, of which the engine knows.
[[ $target != */* || $target == /dev/* || -d $target ]] || fail "'$target' is not there, or is no directory. Is it mounted?"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
host=$(hostname -s | tr _ -)
base=$(date +%Y%m%d)_${host}_$name
list=$base.list.list_all
# The list is moved to where it belongs when it is whole.
part=$(mktemp -d "$output/.$base.XXXXXX")
trap 'rm -rf "$part"' EXIT
mmapplypolicy "$target" -P "$here/list-all.policy" -I defer -f "$part/$base" -L 0 --choice-algorithm fast "$@" >&2
# The directory itself is in any list.
[[ -s $part/$list ]] || fail "mmapplypolicy has listed nothing of '$target'"
mv "$part/$list" "$output/$list"
printf '%s\n' "$output/$list"
