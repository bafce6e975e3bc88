#!/usr/bin/env bash
#
# Has logs imported and waits for the outcome.
#
#   submit.sh [--upload] [-o OPTION=VALUE]... LOG...
#
#   --upload   send the log over HTTP (one log); otherwise the service reads the paths itself (several are one scan)
#   -o         an option of the job, such as filesystem=asp, timeZone=America/Denver, pathEscape=percent
#
# FSCENSUS_URL     the service (http://127.0.0.1:8080)
# FSCENSUS_TOKEN   its access token, where it asks for one
#
# Ends with 0 when the scan is published, 1 when the import failed, 3 when it was cancelled, 4 when the service refused it
# or does not answer, 2 when it was called wrongly. The reason goes to standard error.
set -euo pipefail
api=${FSCENSUS_URL:-http://127.0.0.1:8080}/api/v1
upload=false
options=()

usage() {
  sed -n '3,16s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

# A text as a JSON string; file names may hold quotes.
quoted() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  printf '"%s"' "$text"
}

# The first field of that name with a text as its value.
field() {
  grep -o "\"$1\":\"\([^\"\\\\]\|\\\\.\)*\"" | head -n 1 | sed "s/^\"$1\":\"//; s/\"\$//" || true
}

# A text as part of a URL.
encoded() {
  local LC_ALL=C text=$1 i c
  for ((i = 0; i < ${#text}; i++)); do
    c=${text:i:1}
    case $c in
      [A-Za-z0-9._~-]) printf '%s' "$c" ;;
      *) printf '%%%02X' "'$c" ;;
    esac
  done
}

# Prints the answer; fails where it is not one of success.
call() {
  local answer
  answer=$(curl -sS -w '\n%{http_code}' ${FSCENSUS_TOKEN:+-H "Authorization: Bearer $FSCENSUS_TOKEN"} "$@") || return
  printf '%s' "${answer%$'\n'*}"
  [[ ${answer##*$'\n'} == 2?? ]]
}

refused() {
  printf 'not accepted: %s\n' "${1:-no answer from $api}" >&2
  exit 4
}

while (($#)); do
  case $1 in
    --upload) upload=true ;;
    -o)
      [[ ${2-} == *=* ]] || usage
      options+=("$2")
      shift
      ;;
    --) shift && break ;;
    -*) usage ;;
    *) break ;;
  esac
  shift
done
(($#)) || usage

if $upload; then
  (($# == 1)) || usage
  url=$api/uploads/$(encoded "$(basename "$1")")
  separator='?'
  for option in ${options[@]+"${options[@]}"}; do
    url+=$separator${option%%=*}=$(encoded "${option#*=}")
    separator='&'
  done
  answer=$(call -T "$1" "$url") || refused "$answer"
else
  body='{"source":{"paths":['
  for log; do body+=$(quoted "$(realpath "$log")"),; done
  body=${body%,}']}'
  for option in ${options[@]+"${options[@]}"}; do body+=",$(quoted "${option%%=*}"):$(quoted "${option#*=}")"; done
  answer=$(call "$api/jobs" -H 'Content-Type: application/json' -d "$body}") || refused "$answer"
fi

job=$(field id <<<"$answer")
printf 'job %s\n' "$job" >&2
misses=0
while :; do
  if answer=$(call "$api/jobs/$job"); then
    misses=0
    state=$(field state <<<"$answer")
    case $state in
      succeeded)
        printf 'published as %s\n' "$(field generation <<<"$answer")"
        exit 0
        ;;
      failed)
        printf 'failed: %s %s\n' "$(field message <<<"$answer")" "$(field hint <<<"$answer")" >&2
        exit 1
        ;;
      cancelled)
        printf 'cancelled\n' >&2
        exit 3
        ;;
    esac
  else
    # A restart of the service takes a moment, and the job goes on with it; a refusal stays one.
    [[ $answer != *'"status":4'* ]] && ((++misses < 60)) || refused "job $job: ${answer:-no answer from $api}"
  fi
  sleep "${FSCENSUS_POLL_SECONDS:-5}"
done
