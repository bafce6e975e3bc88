#!/usr/bin/env bash
#
# From a fresh checkout to the first answers: builds the service, starts it on this machine only, lists /usr in the
# shape of a GPFS policy scan, imports the list and prints what is in it. The service is left running.
#
#   deploy/quickstart.sh          build, start, scan, import, report
#   deploy/quickstart.sh status   whether the service runs, and where
#   deploy/quickstart.sh stop     stop it; what it has imported stays
#
# FSCENSUS_IMPORT_ROOTS   directories that jobs may read besides, absolute, separated by commas (/srv,/scratch)
# FSCENSUS_DATA_DIR       the service's data directory (default: ~/.local/state/fs-census-quickstart)
# QUARKUS_HTTP_PORT       the first port to try (default: 8080)
# JAVA_HOME               the JDK, 17 or later (default: the java in the PATH)
set -euo pipefail

readonly SCAN_ROOT=/usr FILESYSTEM=usr START_SECONDS=90 STOP_SECONDS=30
PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly PROJECT
readonly JAR=$PROJECT/target/quarkus-app/quarkus-run.jar
readonly BUILT=$PROJECT/target/quickstart.built
readonly DATA=${FSCENSUS_DATA_DIR:-${XDG_STATE_HOME:-${HOME:?is not set; set FSCENSUS_DATA_DIR instead}/.local/state}/fs-census-quickstart}
# The list that is made below must be readable for an import, whatever else is.
readonly ROOTS=$DATA/incoming${FSCENSUS_IMPORT_ROOTS:+,$FSCENSUS_IMPORT_ROOTS}
readonly APP=$DATA/app PID_FILE=$DATA/quickstart.pid URL_FILE=$DATA/quickstart.url SERVICE_LOG=$DATA/quickstart.log

started_pid= # of a service that this run has started and that is not ready yet
work=        # temporary files

say() { printf '%s\n' "$*"; }
die() {
  printf 'quickstart: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '%s\n' "$@" | sed 's/^/  /' >&2
  exit 1
}

cleanup() {
  local status=$?
  [[ -z $work ]] || rm -rf "$work"
  if [[ -n $started_pid ]]; then
    kill "$started_pid" 2>/dev/null || true
    rm -f "$PID_FILE" "$URL_FILE"
  fi
  exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# --- What the machine must have ---------------------------------------------------------------------------------------

check_data_dir() {
  # The path becomes part of a JDBC URL and of configuration values, where these would mean something else.
  case $DATA in
    /*) ;;
    *) die "the data directory '$DATA' is not absolute" "set FSCENSUS_DATA_DIR to an absolute path" ;;
  esac
  case $DATA in
    *[\?\$\\,%\#\&]* | *$'\n'*) die "the data directory '$DATA' holds one of ? \$ \\ , % # & or a newline" \
      "set FSCENSUS_DATA_DIR to a plainer path" ;;
  esac
}

find_java() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    JAVA=$JAVA_HOME/bin/java
    [[ -x $JAVA ]] || die "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it" "correct it, or unset it"
  else
    JAVA=$(command -v java) || die "there is no java here" \
      "install a JDK, 17 or later (Debian: apt install openjdk-17-jdk-headless), or set JAVA_HOME"
  fi
  JAVA_MAJOR=$("$JAVA" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)
  [[ -n $JAVA_MAJOR && $JAVA_MAJOR -ge 17 ]] || die "$JAVA is Java ${JAVA_MAJOR:-of an unknown version}, 17 is needed" \
    "install a later JDK, or point JAVA_HOME at one"
}

check_tools() {
  command -v curl >/dev/null || die "there is no curl here" "install it (Debian: apt install curl)"
  # The list is made with find's -printf and sed's -z.
  # shellcheck disable=SC2185 # no path is searched
  find --version 2>/dev/null | grep -q GNU || die "find is not GNU find" "install findutils, or run this on Linux"
  printf 'a\0' | sed -z 's/a/b/' >/dev/null 2>&1 || die "sed knows no -z" "install GNU sed"
  find_java
}

# --- The service ------------------------------------------------------------------------------------------------------

http() { curl -sS --noproxy '*' --max-time 60 "$@"; }

command_line() {
  if [[ -r /proc/$1/cmdline ]]; then
    tr '\0' ' ' <"/proc/$1/cmdline"
  else
    ps -o args= -p "$1" 2>/dev/null || true
  fi
}

# Sets PID and URL where the service of this data directory runs. A number in a file is no proof: the process may long
# be another one.
find_service() {
  PID='' URL=''
  [[ -r $PID_FILE && -r $URL_FILE ]] || return 1
  PID=$(<"$PID_FILE") URL=$(<"$URL_FILE")
  [[ $PID =~ ^[0-9]+$ ]] && kill -0 "$PID" 2>/dev/null && [[ $(command_line "$PID") == *"-Dfscensus.data-dir=$DATA "* ]]
}

ready() { http -f -o /dev/null --max-time 5 "$URL/q/health/ready" 2>/dev/null; }

stop_service() {
  kill "$PID"
  local waited=0
  while kill -0 "$PID" 2>/dev/null; do
    ((waited++ < STOP_SECONDS * 5)) || die "process $PID has not ended within $STOP_SECONDS s" \
      "it may be finishing an import; see $SERVICE_LOG"
    sleep 0.2
  done
  rm -f "$PID_FILE" "$URL_FILE"
}

needs_build() {
  [[ ! -f $JAR || ! -f $BUILT ]] ||
    [[ -n $(find "$PROJECT/pom.xml" "$PROJECT/src/main" -newer "$BUILT" -print -quit) ]]
}

build() {
  command -v mvn >/dev/null || die "there is no mvn here, and the service is not built yet" \
    "install Maven 3.8 or later (Debian: apt install maven)"
  local stamp=$work/built
  touch "$stamp" # before the build, so that what is edited meanwhile counts as newer
  say "Building (a minute or two the first time) ..."
  (cd "$PROJECT" && mvn -B -ntp -q -DskipTests package) || die "the build failed" "its messages are above"
  [[ -f $JAR ]] || die "the build has made no $JAR"
  touch -r "$stamp" "$BUILT"
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

choose_port() {
  local first=${QUARKUS_HTTP_PORT:-8080}
  for ((PORT = first; PORT < first + 100; PORT++)); do
    if port_is_free "$PORT"; then
      ((PORT == first)) || say "Port $first is taken; using $PORT."
      return
    fi
  done
  die "no port between $first and $((first + 99)) is free" "set QUARKUS_HTTP_PORT to one that is"
}

# The service runs from a copy, since the next build would change its files below it.
copy_application() {
  rm -rf "$APP"
  cp -R "${JAR%/*}" "$work/app"
  mv "$work/app" "$APP"
}

start_service() {
  choose_port
  copy_application
  mkdir -p "$DATA/incoming" # a root must be there
  URL=http://127.0.0.1:$PORT
  local detach=(nohup)
  ! command -v setsid >/dev/null || detach=(setsid)
  local options=(-Dfscensus.data-dir="$DATA" -Dfscensus.import.roots="$ROOTS" -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port="$PORT")
  # For tables of tens of millions of directories; docs/OPERATIONS.md, "Options of Java", has the figures. The heap is
  # Java's own choice, a quarter of the machine: /usr needs next to nothing.
  [[ $(uname) != Linux ]] || options+=(-XX:+UseTransparentHugePages)
  # SQLite's driver is native code, about which later versions print a warning unless they are told.
  ((JAVA_MAJOR < 24)) || options+=(--enable-native-access=ALL-UNNAMED)
  (
    cd "$DATA"
    # Other settings from the environment hold; these are options above.
    unset FSCENSUS_IMPORT_ROOTS FSCENSUS_DATA_DIR QUARKUS_HTTP_PORT
    exec "${detach[@]}" "$JAVA" "${options[@]}" -jar "$APP/${JAR##*/}"
  ) >"$SERVICE_LOG" 2>&1 </dev/null &
  started_pid=$!
  PID=$started_pid
  say "$PID" >"$PID_FILE"
  say "$URL" >"$URL_FILE"

  local deadline=$((SECONDS + START_SECONDS))
  until ready; do
    kill -0 "$PID" 2>/dev/null || die "the service did not start; the end of $SERVICE_LOG:" "$(tail -n 15 "$SERVICE_LOG")"
    ((SECONDS < deadline)) || die "the service is not ready after $START_SECONDS s; the end of $SERVICE_LOG:" \
      "$(tail -n 15 "$SERVICE_LOG")"
    sleep 0.3
  done
  started_pid=''
}

# --- JSON without a JSON tool -----------------------------------------------------------------------------------------

# JSON on standard input as lines "path<TAB>value": .items[0].path	/usr/lib
flatten() {
  LC_ALL=C awk '
    { s = s $0 "\n" }
    END { value("") }
    function peek() { sub(/^[ \t\r\n]+/, "", s); return substr(s, 1, 1) }
    function next_char(    c) { c = peek(); s = substr(s, 2); return c }
    function string(    t) {
      peek()
      if (!match(s, /^"([^"\\]|\\.)*"/)) { exit 1 }
      t = substr(s, 2, RLENGTH - 2)
      s = substr(s, RLENGTH + 1)
      gsub(/\\\\/, "\001", t); gsub(/\\[nrtbf]/, " ", t); gsub(/\\"/, "\"", t); gsub(/\\\//, "/", t)
      gsub(/\001/, "\\", t)
      return t
    }
    function value(path,    c, key, n) {
      c = peek()
      if (c == "{" || c == "[") {
        next_char()
        if (peek() ~ /[]}]/) { next_char(); return }
        n = 0
        do {
          if (c == "{") { key = path "." string(); next_char() } else { key = path "[" n++ "]" }
          value(key)
        } while (next_char() == ",")
      } else if (c == "\"") {
        print path "\t" string()
      } else {
        if (!match(s, /^[-+.a-zA-Z0-9]+/)) { exit 1 }
        print path "\t" substr(s, 1, RLENGTH)
        s = substr(s, RLENGTH + 1)
      }
    }'
}

# The value at a path of flattened JSON on standard input, nothing where there is none.
at() { awk -F '\t' -v path="$1" '$1 == path && $2 != "null" { print $2; exit }'; }

# A string as JSON.
quote() { printf '"%s"' "$(printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g')"; }

# GET, flattened; dies with the problem's detail.
get() {
  local status
  status=$(http -o "$work/answer" -w '%{http_code}' "$URL$1") || die "$URL$1 does not answer" "see $SERVICE_LOG"
  [[ $status == 200 ]] || die "GET $1 was answered $status" "$(flatten <"$work/answer" | at .detail)"
  flatten <"$work/answer"
}

# --- The list and its import ------------------------------------------------------------------------------------------

# One line per inode as a GPFS policy would write it, times in UTC. 'a' is in KiB: find's %k, which rounds an odd number
# of 512-byte blocks up. Names are escaped as GPFS does it: \n for a newline, \\ for a backslash.
make_list() {
  local host
  host=$(uname -n | LC_ALL=C tr -cd 'A-Za-z0-9-')
  LIST=$DATA/incoming/$(date -u +%Y%m%d)_${host:-localhost}_$FILESYSTEM.list.list_all.log
  SCAN_TIME=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  mkdir -p "$DATA/incoming"
  say "Listing $SCAN_ROOT ..."
  local time='%{}Y-%{}m-%{}d %{}T'
  local shape="%i 0 0 s=%s a=%k u=%U g=%G p=%M ac=${time//'{}'/A} mt=${time//'{}'/T} cr=${time//'{}'/C} nl=%n -- %p\\0"
  # What may not be read, or vanishes meanwhile, is left out; find says so and fails, the list is none the worse.
  { TZ=UTC LC_ALL=C find "$SCAN_ROOT" -printf "$shape" 2>"$work/unread" || true; } |
    LC_ALL=C sed -z 's/\\/\\\\/g; s/\n/\\n/g' | tr '\0' '\n' >"$work/list"
  [[ -s $work/list ]] || die "find has listed nothing" "$(head -n 3 "$work/unread")"
  mv "$work/list" "$LIST"
  local unread
  unread=$(wc -l <"$work/unread")
  ((unread == 0)) || say "  find could not read $((unread)) places, such as: $(head -n 1 "$work/unread")"
}

submit() {
  local body status
  body="{\"source\": {\"path\": $(quote "$LIST")}, \"filesystem\": \"$FILESYSTEM\", \"format\": \"gpfs\","
  body+=" \"pathEscape\": \"backslash\", \"timeZone\": \"UTC\", \"scanTime\": \"$SCAN_TIME\"}"
  status=$(http -o "$work/answer" -w '%{http_code}' -H 'Content-Type: application/json' -d "$body" "$URL/api/v1/jobs") ||
    die "$URL does not answer" "see $SERVICE_LOG"
  [[ $status == 202 ]] || die "the import was refused ($status)" "$(flatten <"$work/answer" | at .detail)"
  JOB=$(flatten <"$work/answer" | at .id)
}

# The phases of a job (flattened, on standard input) as lines to show: those that have ended and are not in $1 (a list of
# names) as "+name<TAB>line", the running one as "-name<TAB>line".
phase_lines() {
  awk -F '\t' -v shown=" $1 " '
    match($1, /^\.phases\[[0-9]+\]\./) {
      n = substr($1, 9, RLENGTH - 10) + 0
      field[n, substr($1, RLENGTH + 1)] = $2 == "null" ? "" : $2
      if (n >= count) { count = n + 1 }
    }
    END {
      for (n = 0; n < count; n++) {
        name = field[n, "name"]; state = field[n, "state"]
        if (state == "pending" || index(shown, " " name " ")) { continue }
        printf "%s%s\t%s\n", state == "running" ? "-" : "+", name, line(n, name, state)
      }
    }
    function line(n, name, state,    done, total, share, bar, i) {
      done = field[n, "done"] + 0; total = field[n, "total"] + 0
      share = state == "done" ? 1 : total > 0 ? done / total : 0
      if (share > 1) { share = 1 }
      for (i = 1; i <= 30; i++) { bar = bar (i <= share * 30 ? "#" : ".") }
      return sprintf("%-8s [%s] %3d %%  %s%s", name, bar, int(share * 100), amount(done, field[n, "unit"]), tail(n, state))
    }
    function tail(n, state) {
      if (state != "running") { return sprintf("  in %.1f s%s", field[n, "seconds"], state == "done" ? "" : ", " state) }
      return field[n, "secondsLeft"] == "" ? "" : sprintf("  %.0f s left", field[n, "secondsLeft"])
    }
    function amount(done, unit) {
      return unit == "bytes" ? sprintf("%.1f MiB", done / 1048576) : sprintf("%.0f %s", done, unit)
    }'
}

show_progress() {
  local shown=$1 kind name text
  SHOWN=$shown
  while IFS=$'\t' read -r name text; do
    kind=${name:0:1} name=${name:1}
    if [[ $kind == + ]]; then
      SHOWN+=" $name"
      [[ -t 1 ]] && printf '\r\033[K'
      printf '  %s\n' "$text"
    elif [[ -t 1 ]]; then
      printf '\r\033[K  %s' "$text"
    fi
  done < <(phase_lines "$shown" <"$work/job")
}

# Follows the event stream to its end, and through a break in it.
watch_job() {
  local line state='' attempts=0
  SHOWN=''
  say "Importing (job $JOB) ..."
  while :; do
    while IFS= read -r line; do
      line=${line%$'\r'}
      [[ $line == data:* ]] || continue
      printf '%s' "${line#data:}" | flatten >"$work/job" || continue
      show_progress "$SHOWN"
    done < <(curl -sSN --noproxy '*' "$URL/api/v1/jobs/$JOB/events" 2>"$work/stream" || true)
    get "/api/v1/jobs/$JOB" >"$work/job"
    state=$(at .state <"$work/job")
    case $state in
      queued | running) ((attempts++ < 600)) || die "the event stream keeps ending early" "$(cat "$work/stream")" ;;
      *) break ;;
    esac
    sleep 1
  done
  show_progress "$SHOWN"
  if [[ -t 1 ]]; then printf '\r\033[K'; fi
  [[ $state == succeeded ]] || die "the import has ended as $state" \
    "$(awk -F '\t' '$1 ~ /^\.error/ && $2 != "null" { print $2 }' "$work/job")" \
    "rejected lines: curl $URL/api/v1/jobs/$JOB/rejected"
  awk -F '\t' '$1 ~ /^\.warnings\[/ { print "  warning: " $2 }' "$work/job"
}

# --- The answers ------------------------------------------------------------------------------------------------------

# Rows of a list answer (flattened, on standard input): the named fields of each row, separated by tabs.
rows() {
  awk -F '\t' -v wanted="$*" '
    BEGIN { width = split(wanted, names, " ") }
    match($1, /^\.(items|rows|buckets)\[[0-9]+\]\./) {
      row = substr($1, 1, RLENGTH - 1)
      if (!(row in number)) { number[row] = ++count }
      cell[number[row], substr($1, RLENGTH + 1)] = $2 == "null" ? "" : $2
    }
    END {
      for (r = 1; r <= count; r++) {
        for (i = 1; i <= width; i++) { printf "%s%s", cell[r, names[i]], i < width ? "\t" : "\n" }
      }
    }'
}

# awk's helpers for the tables below.
# shellcheck disable=SC2016 # the dollars are awk's
readonly TABLE='
  function human(bytes,    i) {
    for (i = 1; bytes >= 1024 && i < 6; i++) { bytes /= 1024 }
    return sprintf(i == 1 ? "%.0f %s" : "%.1f %s", bytes, substr("B  KiBMiBGiBTiBPiB", 3 * i - 2, 3))
  }
  BEGIN { FS = "\t" }'

report() {
  local api=$URL/api/v1/filesystems/$FILESYSTEM generation=$1 database
  say
  say "The ten largest directories, everything below them included"
  get "/api/v1/filesystems/$FILESYSTEM/directories?sort=size&minDepth=1&limit=10" |
    rows path recursive.allocatedBytes recursive.files recursive.lastAccess |
    awk "$TABLE"'
      NR == 1 { printf "  %11s %11s  %-10s  %s\n", "allocated", "files", "last read", "path" }
      { printf "  %11s %11.0f  %-10.10s  %s\n", human($2), $3, $4 == "" ? "-" : $4, $1 }'
  say
  say "The owners"
  get "/api/v1/filesystems/$FILESYSTEM/owners" | rows id name files allocatedBytes |
    awk "$TABLE"'
      NR == 1 { printf "  %11s %11s  %10s  %s\n", "allocated", "files", "uid", "name" }
      NR <= 10 { printf "  %11s %11.0f  %10s  %s\n", human($4), $3, $1, $2 == "" ? "-" : $2 }
      END { if (NR > 10) { printf "  ... and %d more\n", NR - 10 } }'
  say
  say "How long ago the files were last read"
  get "/api/v1/filesystems/$FILESYSTEM/histograms/age" | rows label files allocatedBytes |
    awk "$TABLE"'
      { label[NR] = $1; files[NR] = $2; bytes[NR] = $3; if ($3 > most) { most = $3 } }
      END {
        for (i = 1; i <= NR; i++) {
          bar = sprintf("%*s", most > 0 ? int(40 * bytes[i] / most + 0.5) : 0, ""); gsub(/ /, "#", bar)
          printf "  %-16s %11s %11.0f  %s\n", label[i], human(bytes[i]), files[i], bar
        }
      }'
  get "/api/v1/filesystems/$FILESYSTEM" | rows_of_generations >"$work/generations"
  database=$(awk -F '\t' -v id="$generation" '$1 == id { print $5 }' "$work/generations")
  compare "$generation"
  say
  say "The service is running at $URL"
  say "  try it        $URL/q/swagger-ui"
  say "  or            curl '$api/directories?sort=files&limit=5'"
  say "  the database  $DATA/$database"
  say "  its log       $SERVICE_LOG"
  say "  stop it       deploy/quickstart.sh stop"
}

rows_of_generations() { sed 's/^\.generations\[/.items[/' | rows id files directories allocatedBytes database; }

# Counts the list by hand, so that nobody has to take the service's word for it. A file's bytes are its KiB, or its size
# where it has none and is small enough to sit in the inode.
compare() {
  local by_hand by_service
  by_hand=$(LC_ALL=C awk '
    $8 ~ /^p=d/ { directories++; next }
    { files++; size = substr($4, 3) + 0; kib = substr($5, 3) + 0
      bytes += kib == 0 && size <= 4096 ? size : kib * 1024 }
    END { printf "%.0f files and %.0f directories, %.0f bytes allocated", files, directories, bytes }' "$LIST")
  by_service=$(awk -F '\t' -v id="$1" '
    $1 == id { printf "%.0f files and %.0f directories, %.0f bytes allocated", $2, $3, $4 }' "$work/generations")
  say
  say "In all: $by_service"
  [[ $by_hand == "$by_service" ]] || die "counting the list by hand gives something else: $by_hand" \
    "the list is $LIST; please report this"
  say "  (the same as counted by hand from the list)"
}

# --- Commands ---------------------------------------------------------------------------------------------------------

run() {
  check_tools
  (umask 077 && mkdir -p "$DATA")
  chmod 700 "$DATA"
  work=$(mktemp -d "$DATA/quickstart.XXXXXX")
  if needs_build; then
    if find_service; then
      say "Stopping the running service, which is older than the sources ..."
      stop_service
    fi
    build
  fi
  if [[ -n ${FSCENSUS_IMPORT_ROOTS:-} ]] && find_service && [[ $(command_line "$PID") != *"-Dfscensus.import.roots=$ROOTS "* ]]; then
    say "Stopping the running service, which may read other directories ..."
    stop_service
  fi
  if find_service && ready; then
    say "The service is already running at $URL."
  else
    if [[ -n $PID ]] && find_service; then
      die "process $PID runs but is not ready" "see $SERVICE_LOG, or stop it: deploy/quickstart.sh stop"
    fi
    say "Starting the service on $DATA ..."
    start_service
  fi
  make_list
  submit
  watch_job
  report "$(at .generation <"$work/job")"
}

check_data_dir
case ${1:-run} in
  run) run ;;
  status)
    if find_service; then
      say "running at $URL (process $PID), data in $DATA"
      ready || die "it is not ready" "see $SERVICE_LOG"
    else
      say "not running; data in $DATA"
      exit 3
    fi
    ;;
  stop)
    if find_service; then
      stop_service
      say "stopped; the data stay in $DATA"
    else
      say "not running"
    fi
    ;;
  *)
    sed -n '3,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    [[ $1 == help || $1 == -h || $1 == --help ]] || exit 2
    ;;
esac
