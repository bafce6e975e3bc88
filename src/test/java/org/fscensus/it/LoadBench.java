package org.fscensus.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;

/**
 * What an import loses to clients: the same log with 200 clients that ask once a second and 200 that follow events, and
 * without them, by turns. The clients are a process of their own on the same processors, so seconds on the clock hold
 * their work as well; the service's processor seconds do not.
 */
public final class LoadBench {
    private static final int CLIENTS = 200;
    private static final long SECOND = 1000;
    private static final long RUSH_MILLIS = 20_000;

    private LoadBench() {}

    /** Arguments: rounds, directories, files, and a directory for data, which must not exist. */
    @SuppressWarnings("SystemOut") // It is a program for the command line.
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        Path data = Path.of(arguments[3]).toAbsolutePath().resolve("data");
        Path log = Files.createDirectories(data.resolve("incoming")).resolve("large.log");
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(LogShape.of(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), 2))
                    .writeTo(out);
        }
        System.out.println("clients  scan s  all s  service cpu s  clients cpu s  answers  events");
        double[] cpu = new double[2];
        try (PackagedService service = PackagedService.start(
                data, PackagedService.BOTH_COMPILERS, "-Xmx2g", "-Dfscensus.generations.keep=1")) {
            // What runs for the first time is compiled beside it: a service is started once and asked for months.
            measure(service, false);
            rush(service);
            measure(service, true);
            System.out.println("warm:");
            for (int round = 0; round < 2 * rounds; round++) {
                cpu[round % 2] += measure(service, round % 2 == 1);
            }
            service.stop();
        }
        System.out.printf(
                Locale.ROOT,
                "processor seconds of the service: %.2f without clients, %.2f with them, %+.1f %%%n",
                cpu[0] / rounds,
                cpu[1] / rounds,
                100 * (cpu[1] / cpu[0] - 1));
    }

    /** Asks as often in seconds as the clients do in minutes. */
    private static void rush(PackagedService service) throws IOException, InterruptedException {
        try (Crowd crowd = new Crowd(service.port())) {
            crowd.poll(CLIENTS / 10, "api/v1/jobs?limit=1", 1);
            crowd.poll(CLIENTS / 10, "api/v1/filesystems", 1);
            Thread.sleep(RUSH_MILLIS);
        }
    }

    /** Returns the service's processor seconds. */
    @SuppressWarnings("SystemOut") // As above.
    private static double measure(PackagedService service, boolean crowded) throws IOException, InterruptedException {
        double before = service.figures().cpuSeconds();
        double ownBefore = ownCpuSeconds();
        String id = service.submit("""
                {"source": {"path": "large.log"}, "filesystem": "fs", "scanTime": "2026-01-11"}""");
        try (Crowd crowd = new Crowd(service.port())) {
            if (crowded) {
                crowd.poll(CLIENTS / 2, "api/v1/jobs/" + id, SECOND);
                crowd.poll(CLIENTS / 2, "api/v1/filesystems", SECOND);
            }
            var followers = crowd.follow(crowded ? CLIENTS : 1, "api/v1/jobs/" + id + "/events", true);
            while (!followers.get(0).isEnded()) {
                Thread.sleep(20);
            }
            double after = service.figures().cpuSeconds();
            double own = ownCpuSeconds() - ownBefore;
            JsonNode job = service.awaitEnd(id);
            double seconds = 0;
            for (JsonNode phase : job.path("phases")) {
                seconds += phase.path("seconds").asDouble();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%7d  %6.2f  %5.2f  %13.2f  %13.2f  %7d  %6d%n",
                    crowded ? 2 * CLIENTS : 1,
                    job.path("phases").get(0).path("seconds").asDouble(),
                    seconds,
                    after - before,
                    own,
                    crowd.answers(),
                    followers.stream().mapToLong(Crowd.Follower::events).sum());
            if (!crowd.failures().isEmpty()) {
                throw new IOException(String.join("; ", crowd.failures()));
            }
            return after - before;
        }
    }

    private static double ownCpuSeconds() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1e9;
    }
}
