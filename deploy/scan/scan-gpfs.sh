#!/usr/bin/env bash
#
# Lists a GPFS / IBM Storage Scale file system with its policy engine, as root on one of its nodes.
#
#   scan-gpfs.sh FILE_SYSTEM_OR_DIRECTORY NAME OUTPUT_DIRECTORY [mmapplypolicy's options, such as -N nodes -g DIRECTORY]
#
# Writes OUTPUT_DIRECTORY/YYYYMMDD_<this host>_NAME.list.list_all and prints its path. Import it with pathEscape=percent
# and the node's timeZone.
set -euo pipefail
(($# >= 3)) || { sed -n '3,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
target=$1 name=$2 output=$3
shift 3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
host=$(hostname -s | tr _ -)
prefix=$output/$(date +%Y%m%d)_${host}_$name
mmapplypolicy "$target" -P "$here/list-all.policy" -I defer -f "$prefix" -L 0 --choice-algorithm fast "$@" >&2
printf '%s\n' "$prefix.list.list_all"
