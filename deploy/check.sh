#!/usr/bin/env bash
#
# Checks everything below deploy with the tools of those who will read it, and says what was not checked because a tool is
# missing. Ends with 1 where a check failed, and, with --strict, with 2 where one was left out.
#
#   deploy/check.sh [--strict] [--npm]
#
# --npm   also checks the Kubernetes manifests and the Grafana dashboard against schemas that are fetched from the npm
#         registry
#
# Debian packages: prometheus (promtool), systemd, docker-compose, nginx-light, openssl, curl, jq, sqlite3, shellcheck,
# kubernetes-client (kubectl), npm. Behind nginx runs the packaged service: mvn -DskipTests package, before. Ports are free
# ones on loopback, files temporary.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE
readonly JAR=$HERE/../target/quarkus-app/quarkus-run.jar
PATH=$PATH:/usr/sbin:/sbin

strict='' npm=''
for option; do
  case $option in
    --strict) strict=1 ;;
    --npm) npm=1 ;;
    *) sed -n '3,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64 ;;
  esac
done

work=$(mktemp -d)
pids=()
failed=() skipped=()
cleanup() {
  local pid
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in "${pids[@]}"; do
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap cleanup EXIT

skip() { skipped+=("$1: $2"); printf 'skipped  %s: %s\n' "$1" "$2"; }

# Runs a check by its name and shows its output where it failed.
check() {
  local name=$1
  shift
  if "$@" >"$work/output" 2>&1; then
    printf 'ok       %s\n' "$name"
  else
    failed+=("$name")
    printf 'FAILED   %s\n' "$name"
    sed 's/^/         /' "$work/output"
  fi
}

# Whether the tools of a check are there; says what is missing.
have() {
  local name=$1 tool missing=()
  shift
  for tool; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) || { skip "$name" "no ${missing[*]}"; return 1; }
}

# --- Files ------------------------------------------------------------------------------------------------------------

if have shellcheck shellcheck; then
  check "shellcheck" shellcheck -S warning "$HERE"/*.sh "$HERE"/scan/*.sh
fi

if have prometheus promtool; then
  check "promtool check config" promtool check config "$HERE/prometheus/prometheus.yml"
  check "promtool check rules" promtool check rules "$HERE/prometheus/alerts.yml"
  check "promtool test rules" promtool test rules "$HERE/prometheus/alerts_test.yml"
  # As it is with tokens: the commented lines taken in.
  sed 's/^    # \(authorization:\|  type: Bearer\|  credentials_file:.*\)$/    \1/' "$HERE/prometheus/prometheus.yml" \
    >"$work/prometheus.yml"
  cp "$HERE/prometheus/alerts.yml" "$work"
  touch "$work/fs-census.token"
  with_tokens() { grep -q '^      credentials_file' "$work/prometheus.yml" && promtool check config "$work/prometheus.yml"; }
  check "promtool check config, with a token" with_tokens
fi

# An alert at night leads to the table that says what to do.
alerts_documented() {
  local alert undocumented=0
  while read -r alert; do
    grep -q "^| .*\`$alert\`.* | .* | .* |$" "$HERE/../docs/OPERATIONS.md" || { echo "$alert is not in docs/OPERATIONS.md"; undocumented=1; }
  done < <(sed -n 's/^ *- alert: *//p' "$HERE/prometheus/alerts.yml")
  return "$undocumented"
}
check "alerts are documented" alerts_documented

grafana_json() {
  # Ids and titles that are there once, a place for each panel, a data source and an expression for each query.
  jq -e '
    (.panels | map(.id) | length == (unique | length))
    and ([.panels[] | select(.type != "row") | .targets | length > 0] | all)
    and ([.panels[].gridPos | (.x + .w <= 24) and (.h > 0)] | all)
    and ([.panels[] | select(.type != "row") | .targets[] | (.expr | length > 0) and .datasource.type == "prometheus"] | all)
    and (.uid | length > 0) and (.schemaVersion >= 36)' "$HERE/grafana/dashboards/fs-census.json"
}
if have "grafana dashboard" jq; then
  check "grafana dashboard" grafana_json
fi

# The version of Grafana that compose.yaml runs.
grafana_types() {
  (
    mkdir "$work/grafana-types" && cd "$work/grafana-types"
    echo '{"type": "module"}' >package.json
    npm install --no-audit --no-fund @grafana/grafana-foundation-sdk@11.6.0-cogv0.0.x.1769699379 \
      ts-json-schema-generator@2 ajv@8
    # A module looks for its packages where it lies.
    cp "$HERE/grafana/check.mjs" check.mjs
    node check.mjs "$HERE/grafana/dashboards/fs-census.json"
  )
}
if [[ -z $npm ]]; then
  skip "grafana types" "not asked for (--npm)"
elif have "grafana types" npm node; then
  check "grafana types" grafana_types
fi

if have systemd systemd-analyze; then
  mkdir "$work/systemd"
  # The program is not installed here.
  sed "s#/opt/fs-census/quarkus-run.jar#$JAR#; s#^ExecStart=/usr/bin/java#ExecStart=$(command -v java || echo /bin/true)#" \
    "$HERE/systemd/fs-census.service" >"$work/systemd/fs-census.service"
  unit() {
    local said
    said=$(systemd-analyze verify "$work/systemd/fs-census.service" 2>&1) || { echo "$said"; return 1; }
    # What it does not know it only mentions.
    [[ $said != *fs-census.service* ]] || { echo "$said"; return 1; }
  }
  check "systemd-analyze verify" unit
  if systemd-analyze security --help 2>&1 | grep -q -- --threshold; then
    check "systemd-analyze security, at most 1.5 of 10" \
      systemd-analyze security --offline=yes --threshold=15 "$work/systemd/fs-census.service"
  else
    skip "systemd-analyze security" "this version has no --threshold"
  fi
fi

compose() {
  if docker compose version >/dev/null 2>&1; then
    GRAFANA_PASSWORD=x docker compose -f "$HERE/compose/compose.yaml" config -q
  else
    GRAFANA_PASSWORD=x docker-compose -f "$HERE/compose/compose.yaml" config -q
  fi
}
if docker compose version >/dev/null 2>&1 || have compose docker-compose; then
  check "compose config" compose
fi

kubernetes() {
  (
    mkdir "$work/kubernetes-schemas" && cd "$work/kubernetes-schemas"
    echo '{"type": "module"}' >package.json
    npm install --no-audit --no-fund kubernetes-models@5.1.0 @kubernetes-models/prometheus-operator js-yaml typescript@5
    kubectl kustomize "$HERE/kubernetes" >manifests.yaml
    # A module looks for its packages where it lies.
    cp "$HERE/kubernetes/check.mjs" check.mjs
    node check.mjs manifests.ts <manifests.yaml
    npx tsc --noEmit --strict --skipLibCheck --module nodenext --moduleResolution nodenext manifests.ts
  )
}
if have "kubectl kustomize" kubectl; then
  check "kubectl kustomize" kubectl kustomize "$HERE/kubernetes"
  if [[ -z $npm ]]; then
    skip "kubernetes schemas" "not asked for (--npm)"
  elif have "kubernetes schemas" npm node; then
    check "kubernetes schemas" kubernetes
  fi
fi

# --- The service behind nginx -----------------------------------------------------------------------------------------

free_port() {
  local port
  for ((port = $1; port < $1 + 100; port++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  return 1
}

get() { curl -sS --noproxy '*' --max-time 60 --cacert "$work/cert.pem" "$@"; }

# $1: the data directory
start_service() {
  java -Xmx512m -Dfscensus.data-dir="$1" -Dquarkus.http.port="$service" -Dfscensus.import.warm-up=false \
    -Dquarkus.http.proxy.proxy-address-forwarding=true -Dquarkus.http.proxy.trusted-proxies=127.0.0.1 \
    -jar "$JAR" >"$work/service.log" 2>&1 &
  pids+=($!)
  local deadline=$((SECONDS + 90))
  until curl -sf --noproxy '*' -o "$work/ready" "http://127.0.0.1:$service/q/health/ready"; do
    if ! kill -0 "${pids[-1]}" || ((SECONDS >= deadline)); then
      cat "$work/service.log"
      return 1
    fi
    sleep 0.3
  done
}

start_nginx() {
  mkdir -p "$work"/nginx/{body,temp}
  sed -e "s#127.0.0.1:8080#127.0.0.1:$service#; s#listen 443#listen 127.0.0.1:$tls#; s#listen 80;#listen 127.0.0.1:$plain;#" \
    -e "s#server_name .*;#server_name localhost;#; s#\(ssl_certificate  *\).*;#\1$work/cert.pem;#" \
    -e "s#\(ssl_certificate_key  *\).*;#\1$work/key.pem;#" "$HERE/nginx/fs-census.conf" >"$work/nginx/site.conf"
  cat >"$work/nginx/nginx.conf" <<EOF
pid $work/nginx/pid;
error_log $work/nginx/error.log;
daemon off;
worker_processes 1;
events {}
http {
    access_log off;
    client_body_temp_path $work/nginx/body;
    proxy_temp_path $work/nginx/temp;
    fastcgi_temp_path $work/nginx/temp;
    uwsgi_temp_path $work/nginx/temp;
    scgi_temp_path $work/nginx/temp;
    include $work/nginx/site.conf;
}
EOF
  # Workers must reach the temporary directories.
  ((EUID != 0)) || sed -i '1i user root;' "$work/nginx/nginx.conf"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout "$work/key.pem" -out "$work/cert.pem" 2>"$work/openssl.log"
  nginx -q -t -c "$work/nginx/nginx.conf" || return 1
  nginx -c "$work/nginx/nginx.conf" &
  nginx=$!
  pids+=("$nginx")
  local deadline=$((SECONDS + 20))
  until get -f -o "$work/ready" "$url/q/health/ready" 2>/dev/null; do
    if ! kill -0 "${pids[-1]}" || ((SECONDS >= deadline)); then
      cat "$work/nginx/error.log"
      return 1
    fi
    sleep 0.2
  done
}

start_both() { start_service "$work/data" && start_nginx; }

status() { get -o "$work/body" -w '%{http_code}' "$@"; }
expect() {
  local wanted=$1 got
  shift
  got=$(status "$@")
  [[ $got == "$wanted" ]] || { echo "expected $wanted, got $got: $*"; cat "$work/body"; return 1; }
}

hosts_and_addresses() {
  expect 200 "$url/api/v1/filesystems" || return 1
  # The service sees the name by which it was called: without tokens it serves loopback names only.
  expect 421 -H 'Host: census.example.org' "$url/api/v1/filesystems" || return 1
  # Its own pages may call it, others may not.
  expect 200 -H "Origin: $url" "$url/api/v1/filesystems" || return 1
  expect 403 -H 'Origin: https://elsewhere.example.org' "$url/api/v1/filesystems" || return 1
  expect 403 "$url/q/metrics" || return 1
  expect 301 "http://localhost:$plain/api/v1/filesystems"
}

# 200 MB in the shape of a GPFS list.
make_log() {
  awk 'BEGIN {
    for (i = 0; i < 1000000; i++) {
      printf "%d 1 0  s=%d a=%d u=%d g=100 p=-rw-r--r-- ac=2025-01-%02d 10:00:00 mt=2025-01-01 10:00:00 cr=2025-01-01 10:00:00 -- /gpfs/fs/project/%d/run-%d/some-directory-with-a-name/output-of-a-model-%d.nc\n",
        i, i * 7, i % 4096, i % 50, i % 28 + 1, i % 20, int(i / 200), i
    }
  }' >"$work/20260111_s_big.list.list_all.log"
  log=$work/20260111_s_big.list.list_all.log
  (($(stat -c %s "$log") >= 200000000))
}

# Whether nginx holds a file for a body; its name goes at once.
body_in_file() {
  local worker
  for worker in $(<"/proc/$nginx/task/$nginx/children"); do
    find "/proc/$worker/fd" -lname "$work/nginx/body/*" 2>/dev/null | grep -q . && return
  done
  return 1
}

# The service has some of it before the client can have sent all, by its rate, and nginx has none of it in a file.
upload_streams() {
  make_log || { echo "the log is too small"; return 1; }
  get -D "$work/upload.headers" --limit-rate 40M -T "$log" "$url/api/v1/uploads/?workers=1" >"$work/upload.json" &
  local client=$! seen=0 arrived size begin=$EPOCHREALTIME
  size=$(stat -c %s "$log")
  while kill -0 "$client" 2>/dev/null; do
    arrived=$(find "$work/data/uploads" -type f -printf '%s\n' 2>/dev/null | sort -n | tail -n 1)
    # Microseconds, four fifths of what sending takes at least.
    if ((${arrived:-0} > size / 10 && ${EPOCHREALTIME/./} - ${begin/./} < size * 8 / 10 / 42)); then seen=1; fi
    ! body_in_file || { echo "nginx has it in a file"; return 1; }
    sleep 0.05
  done
  wait "$client" || return 1
  job=$(jq -er .id "$work/upload.json") || { cat "$work/upload.json"; return 1; }
  # Addresses in answers are those of the proxy.
  grep -qi "^location: $url/api/v1/jobs/$job" "$work/upload.headers" || { cat "$work/upload.headers"; return 1; }
  ((seen)) || { echo "next to nothing had arrived before all was sent"; return 1; }
}

# The first bytes of a stream, a comment of a few, come though nothing follows for seconds.
few_bytes_come() {
  get -N --max-time 5 "$url/api/v1/events" >"$work/stream" || true # ends by the time alone
  grep -q '^:' "$work/stream"
}

# Events come while the job runs: the first long before the last, and more than two moments have some.
events_stream() {
  get -N "$url/api/v1/jobs/$job/events" | while IFS= read -r line; do
    [[ $line != event:* ]] || printf '%s %s\n' "$(date +%s%N)" "${line#event:}"
  done >"$work/events"
  local first last moments
  first=$(head -n 1 "$work/events" | cut -d ' ' -f 1)
  last=$(tail -n 1 "$work/events" | cut -d ' ' -f 1)
  moments=$(cut -c 1-11 "$work/events" | sort -u | wc -l) # tenths of a second
  cat "$work/events"
  [[ $(get "$url/api/v1/jobs/$job" | jq -r .state) == succeeded ]] || return 1
  (((last - first) > 400000000 && moments > 2))
}

if [[ ! -f $JAR ]]; then
  skip "nginx" "the service is not packaged (mvn -DskipTests package)"
elif have "nginx" nginx openssl curl jq java; then
  service=$(free_port 8140) tls=$(free_port 8240) plain=$(free_port 8340)
  url=https://localhost:$tls job='' log=''
  check "nginx and the service start" start_both
  if ((${#failed[@]} == 0)) || [[ ${failed[-1]} != "nginx and the service start" ]]; then
    check "nginx: Host, Origin, https, /q/metrics" hosts_and_addresses
    check "nginx: an upload of 200 MB streams" upload_streams
    if [[ -n $job ]]; then
      check "nginx: events come while a job runs" events_stream
      check "nginx: a few bytes of a stream come at once" few_bytes_come
    fi
  fi
fi

# --- Prometheus asks the service --------------------------------------------------------------------------------------

prom() { curl -sS --noproxy '*' --max-time 20 "http://127.0.0.1:$prometheus/api/v1/$1" "${@:2}"; }

start_prometheus() {
  mkdir -p "$work/prometheus"
  cp "$HERE/prometheus/alerts.yml" "$work/prometheus"
  sed "s#_interval: 15s#_interval: 1s#; s#127.0.0.1:8080#127.0.0.1:$service#" "$HERE/prometheus/prometheus.yml" \
    >"$work/prometheus/prometheus.yml"
  prometheus --config.file="$work/prometheus/prometheus.yml" --storage.tsdb.path="$work/prometheus/data" \
    --web.listen-address="127.0.0.1:$prometheus" --log.level=warn 2>"$work/prometheus/log" &
  pids+=($!)
}

submit() { get -f -H 'Content-Type: application/json' -d "$1" "$url/api/v1/jobs"; }

# $1: an alert. $2: the file system. The address in its annotation, once it fires.
address_in_alert() {
  local deadline=$((SECONDS + 60)) address=''
  until [[ -n $address ]]; do
    ((SECONDS < deadline)) || { prom alerts >&2; cat "$work/prometheus/log" >&2; return 1; }
    sleep 0.5
    address=$(prom alerts 2>/dev/null | jq -r --arg alert "$1" --arg filesystem "$2" '.data.alerts[]
      | select(.labels.alertname == $alert and .labels.filesystem == $filesystem and .state == "firing")
      | .annotations.description' | grep -o 'http://[^ ]*/api/v1/jobs/[^ ;?]*' | head -n 1) || address=''
  done
  echo "$address"
}

# An import that fails is an alert, whose annotation leads to the job; one with lines that cannot be read leads to these.
alerts_lead_to_jobs() {
  start_prometheus
  echo "no log" >"$work/data/incoming/20260111_s_broken.list"
  { head -n 500 "$log"; echo "no line"; } >"$work/data/incoming/20260111_s_odd.list"
  submit '{"source": {"path": "20260111_s_broken.list"}}' || return 1
  submit '{"source": {"path": "20260111_s_odd.list"}}' || return 1
  local address
  address=$(address_in_alert FsCensusImportFailed broken) || return 1
  curl -sf --noproxy '*' "$address" | jq -e '.state == "failed" and (.error.message | length > 0)' || return 1
  address=$(address_in_alert FsCensusRejectedLines odd) || return 1
  curl -sf --noproxy '*' "$address" | jq -e '.items | length == 1'
}

# Every query of the dashboard is understood.
dashboard_queries() {
  local query bad=0
  while IFS= read -r query; do
    query=${query//\$__rate_interval/1m} query=${query//\$instance/.*} query=${query//\$filesystem/.*}
    prom query --data-urlencode "query=$query" | jq -e '.status == "success"' >"$work/status" || { echo "$query"; bad=1; }
  done < <(jq -r '.. | .expr? // empty' "$HERE/grafana/dashboards/fs-census.json")
  return "$bad"
}

if [[ -n ${job:-} ]] && have "prometheus" prometheus; then
  prometheus=$(free_port 8440)
  check "prometheus: alerts lead to the jobs" alerts_lead_to_jobs
  check "prometheus: the dashboard's queries" dashboard_queries
fi

# --- Backup -----------------------------------------------------------------------------------------------------------

# A copy that is made while the service runs answers as it does, and a second one copies nothing again.
backup_restores() {
  local question=api/v1/filesystems/big/owners
  "$HERE/backup.sh" "$work/data" "$work/restored" || return 1
  "$HERE/backup.sh" "$work/data" "$work/restored" | tee "$work/again" || return 1
  grep -q '^0 copied, 0 dropped' "$work/again" || return 1
  get -f "$url/$question" >"$work/before" || return 1
  service=$(free_port 8145)
  start_service "$work/restored" || return 1
  curl -sf --noproxy '*' "http://127.0.0.1:$service/$question" >"$work/after" || return 1
  [[ -s $work/before ]] && cmp "$work/before" "$work/after"
}

if [[ -n ${job:-} ]] && have "backup" sqlite3; then
  check "a backup of the running service is restored" backup_restores
fi

# ----------------------------------------------------------------------------------------------------------------------

printf '\n%d failed, %d skipped\n' "${#failed[@]}" "${#skipped[@]}"
((${#failed[@]} == 0)) || exit 1
[[ -z $strict ]] || ((${#skipped[@]} == 0)) || exit 2
