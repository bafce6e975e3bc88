# Build:  docker build -t fs-census .
#
# Run:    docker run --rm --network host -v fs-census:/data -v /scans:/scans:ro -e FSCENSUS_IMPORT_ROOTS=/scans fs-census
# Token:  docker run --rm fs-census token --name ann --role viewer
#
# Why --network host: without access tokens the service listens on a loopback address and refuses any
# other. A container's own loopback is out of reach from outside, published ports included; with the host's network the
# service is where it would be without a container, at http://127.0.0.1:8080 of the host.
# The mounted logs must be readable for uid 10001, or run the image with --user.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src ./src
RUN mvn -B -ntp -q -DskipTests package

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="fs-census" \
      org.opencontainers.image.description="Takes a census of file systems from their scan logs" \
      org.opencontainers.image.licenses="Apache-2.0"

# The service itself keeps /data at mode 0700.
RUN groupadd --gid 10001 census \
    && useradd --uid 10001 --gid census --no-create-home --home-dir /data --shell /usr/sbin/nologin census \
    && install -d -o census -g census -m 0700 /data
COPY --from=build /build/target/quarkus-app /opt/fs-census

# JAVA_OPTS is for the heap, and whatever else a site wants. Part of the memory stays outside of it: SQLite's caches, and
# the page cache that reads the databases.
ENV FSCENSUS_DATA_DIR=/data \
    JAVA_OPTS=-XX:MaxRAMPercentage=60

USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080

# By bash alone, since the base image need not have curl.
HEALTHCHECK --interval=30s --timeout=5s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT:-8080} && printf 'GET /q/health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

# exec, so that the service itself gets the signal to stop. What every installation of the image needs stands before
# JAVA_OPTS, which may revoke it; docs/OPERATIONS.md, "Options of Java", has the reasons and the figures. SQLite's driver,
# zstd and system calls for walks are native code, which is unpacked to /tmp: with --read-only add --tmpfs /tmp:exec.
ENTRYPOINT ["sh", "-c", "exec java -XX:+UseTransparentHugePages --enable-native-access=ALL-UNNAMED -Djna.tmpdir=/tmp $JAVA_OPTS -jar /opt/fs-census/quarkus-run.jar \"$@\"", "fs-census"]
