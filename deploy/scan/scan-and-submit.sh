#!/usr/bin/env bash
#
# Lists a file system by one of the recipes beside it, has the list imported, waits for the outcome, and deletes the list
# if the scan was published.
#
#   scan-and-submit.sh RECIPE DIRECTORY NAME OUTPUT_DIRECTORY [options of submit.sh]
#   scan-and-submit.sh scan-posix.sh /home home /var/lib/fs-census/incoming -o timeZone=America/Denver
#
# Ends as submit.sh does, or as the recipe where that fails.
set -euo pipefail
(($# >= 4)) || { sed -n '3,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
list=$("$here/$1" "$2" "$3" "$4")
shift 4
[[ -n $list ]] || { echo "${0##*/}: the recipe has printed no list" >&2; exit 1; }
mapfile -t logs <<<"$list"
"$here/submit.sh" "$@" "${logs[@]}"
rm -f "${logs[@]}"
