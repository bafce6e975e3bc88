#!/usr/bin/env bash
#
# Copies what a fs-census keeps, while it runs: the control database (jobs, catalogue) and every database that the
# catalogue serves. Those never change, so what the copy has already is not copied again; what is served no more is
# deleted from it. Uploads, scratch files and logs are not copied.
#
#   deploy/backup.sh DATA_DIR BACKUP_DIR
#
# To restore: stop the service, put the content of BACKUP_DIR into an empty data directory of the service's user, mode
# 0700, and start it. Jobs that were queued or running at the time of the copy begin again, or fail where their log is
# gone. Needs sqlite3; run it as the service's user or as root.
set -euo pipefail

die() { printf 'backup: %s\n' "$*" >&2; exit 1; }

(($# == 2)) || die "usage: $0 DATA_DIR BACKUP_DIR"
command -v sqlite3 >/dev/null || die "there is no sqlite3 here (Debian: apt install sqlite3)"
data=$1 backup=$2
[[ -f $data/control.db ]] || die "$data is no data directory: it has no control.db"
umask 077
mkdir -p "$backup"

# The catalogue first: a database that is published later is in the next copy.
rm -f "$backup/control.db.new"
sqlite3 -cmd '.timeout 10000' "$data/control.db" ".backup '${backup//\'/\'\'}/control.db.new'"
check=$(sqlite3 "$backup/control.db.new" 'PRAGMA quick_check')
[[ $check == ok ]] || die "the copy of control.db is damaged: $check"

served=$backup/served.new
sqlite3 "$backup/control.db.new" "SELECT database_file FROM generation WHERE state = 'published' ORDER BY 1" >"$served"
copied=0
while IFS= read -r file; do
  [[ ! -f $backup/$file ]] || continue
  mkdir -p "$backup/${file%/*}"
  # Whole or not at all. One that was deleted meanwhile is in the copied catalogue: start again.
  cp --reflink=auto "$data/$file" "$backup/$file.copying" || die "$file has gone since the catalogue was copied; run it again"
  mv "$backup/$file.copying" "$backup/$file"
  copied=$((copied + 1))
done <"$served"
mv "$backup/control.db.new" "$backup/control.db"

dropped=0
if [[ -d $backup/generations ]]; then
  while IFS= read -r -d '' file; do
    if ! grep -qxF "${file#"$backup/"}" "$served"; then
      rm "$file"
      dropped=$((dropped + 1))
    fi
  done < <(find "$backup/generations" -type f -print0)
fi
rm "$served"
sync -f "$backup"
printf '%s copied, %s dropped, %s in all\n' "$copied" "$dropped" "$(du -sh "$backup" | cut -f 1)"
