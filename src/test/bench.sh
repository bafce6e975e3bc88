#!/usr/bin/env bash
# Runs the benchmarks of docs/BENCHMARKS.md:
#   src/test/bench.sh import [options]    an import from end to end
#   src/test/bench.sh peers --log FILE [options]    the same log by DuckDB too, and by the predecessor
#   src/test/bench.sh codecs THREADS FILE...    decompression of logs, beside the command-line tools
#   src/test/bench.sh questions [options]    questions to a running service
#   src/test/bench.sh page URL FILESYSTEM [ROUNDS]    the page of a service that runs, in Chromium
#   src/test/bench.sh load ROUNDS DIRECTORIES FILES    an import of the packaged service beside hundreds of clients
#   src/test/bench.sh jmh [name] [JMH's options]    the micro-benchmarks, or those whose name has that in it
# JVM options of the importer, or of JMH's forks, are taken from BENCH_JAVA_OPTS.
set -euo pipefail
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD

what=${1:-}
case $what in
  import | peers | codecs | questions | page | load | jmh) ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "$root/src/test/bench.sh" >&2
    exit 2
    ;;
esac
shift

goals=(test-compile)
[[ $what != load ]] || goals=(package -DskipTests)
classpath=target/bench.classpath
if [[ ! $classpath -nt pom.xml ]]; then
  goals+=(org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath "-Dmdep.outputFile=$classpath")
fi
mvn -B -q -ntp "${goals[@]}" >&2

read -ra options <<<"${BENCH_JAVA_OPTS:-}"
java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
path=$root/target/classes:$root/target/test-classes:$(<$classpath)
commit=$(git describe --always --dirty 2>/dev/null || echo unknown)

# Paths among the arguments are the caller's.
cd "$caller"
if [[ $what == import ]]; then
  exec "$java" "${options[@]}" "-Dfscensus.bench.commit=$commit" \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$path" org.fscensus.bench.ImportBench --data "$root/target/bench" "$@"
fi
if [[ $what == peers ]]; then
  # The importer gets the JVM options; this JVM holds the figures of all directories to compare them.
  exec "$java" -Xmx4g -cp "$path" org.fscensus.bench.PeerBench --data "$root/target/bench" "$@"
fi
if [[ $what == codecs ]]; then
  exec "$java" "${options[@]}" -cp "$path" org.fscensus.bench.CodecBench "$@"
fi
if [[ $what == questions ]]; then
  exec "$java" -cp "$path" org.fscensus.bench.QuestionBench "$@"
fi
if [[ $what == page ]]; then
  exec "$java" -cp "$path" org.fscensus.web.PageBench "$@"
fi
if [[ $what == load ]]; then
  data=$(mktemp -d "$root/target/load.XXXXXX")
  trap 'rm -rf "$data"' EXIT
  "$java" "-Dfscensus.test.runner=$root/target/quarkus-app/quarkus-run.jar" -cp "$path" \
    org.fscensus.it.LoadBench "$@" "$data"
  exit
fi
exec "$java" -cp "$path" org.openjdk.jmh.Main ${options[@]:+-jvmArgsAppend "${options[*]}"} "$@"
