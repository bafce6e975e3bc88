package org.fscensus.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that hold connections, byte by byte, and such that have good reason to. */
class SlowClientsIT {
    private static final int MOST = 12;
    private static final Duration HEAD = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(2);

    /** A watch looks once in the time that a head has; the rest is for a busy machine. */
    private static final Duration LATEST = HEAD.plus(IDLE).plusSeconds(4);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path directory;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static PackagedService service;

    @BeforeAll
    static void start() throws Exception {
        service = PackagedService.start(
                directory.resolve("data"),
                "-Dfscensus.connections.max=" + MOST,
                "-Dfscensus.connections.head-timeout=" + HEAD,
                "-Dfscensus.connections.idle-timeout=" + IDLE,
                "-Dfscensus.import.warm-up=false");
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
        service.close();
    }

    @Test
    void whoeverSendsNoRequestIsCutOffAndWhoeverIsBeingAnsweredIsNot() throws Exception {
        String live = head("GET /q/health/live HTTP/1.1");
        CompletableFuture<Duration> silent = heldFor("");
        CompletableFuture<Duration> slow = heldFor("", "GET /q/health/live HTTP/1.1\r\nX-Slow: ");
        CompletableFuture<Duration> slowSecond = heldFor(live, "GET / HTTP/1.1\r\nX-Slow: ");
        CompletableFuture<Duration> idle = heldFor(live);
        CompletableFuture<Duration> http2 = heldFor("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
        CompletableFuture<Duration> bodyOfARefusal =
                heldFor(head("PUT /q/none HTTP/1.1", "Content-Length: 1000"), "x".repeat(100));
        try (Socket events = service.connect();
                Socket upload = service.connect()) {
            send(events, head("GET /api/v1/events HTTP/1.1"));
            send(upload, head("PUT /api/v1/uploads/slow.log?filesystem=fs HTTP/1.1", "Transfer-Encoding: chunked"));
            long end = System.nanoTime() + LATEST.toNanos();
            while (System.nanoTime() < end) {
                send(upload, "1\r\n#\r\n");
                TimeUnit.MILLISECONDS.sleep(200);
            }
            send(upload, "0\r\n\r\n");
            assertThat(new String(upload.getInputStream().readNBytes(13), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 202 ");
            assertThat(new String(events.getInputStream().readNBytes(13), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 200 ");
            // The upload's job is told of on the stream that has been open all the time.
            StringBuilder told = new StringBuilder();
            while (told.indexOf("slow.log") < 0) {
                told.append((char) events.getInputStream().read());
            }
        }
        for (CompletableFuture<Duration> cutOff : List.of(silent, slow, slowSecond, http2, bodyOfARefusal)) {
            assertThat(cutOff.get(1, TimeUnit.MINUTES)).isBetween(HEAD.minusMillis(100), LATEST);
        }
        assertThat(idle.get(1, TimeUnit.MINUTES)).isBetween(IDLE.minusMillis(100), LATEST);
    }

    @Test
    void thereAreOnlySoManyConnections() throws Exception {
        List<Socket> streams = new ArrayList<>();
        try {
            Socket stream = service.connect();
            while (isAnswered(stream, "GET /api/v1/events HTTP/1.1")) {
                streams.add(stream);
                stream = service.connect();
            }
            // The client that asks for the state has one or two as well.
            assertThat(streams.size()).isBetween(MOST - 3, MOST);
            streams.remove(0).close();
            await().until(() -> {
                try (Socket another = service.connect()) {
                    return isAnswered(another, "GET /q/health/live HTTP/1.1");
                }
            });
        } finally {
            for (Socket socket : streams) {
                socket.close();
            }
        }
    }

    private static boolean isAnswered(Socket socket, String request) throws IOException {
        try {
            send(socket, head(request));
            return socket.getInputStream().readNBytes(12).length == 12;
        } catch (SocketException e) {
            return false;
        }
    }

    /**
     * How long a client is held.
     *
     * @param parts all but the last are sent at once, the last byte by byte
     */
    private static CompletableFuture<Duration> heldFor(String... parts) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Socket socket = service.connect()) {
                        long begin = System.nanoTime();
                        send(socket, parts[0]);
                        CompletableFuture<Duration> end = CompletableFuture.supplyAsync(() -> endOf(socket), THREADS);
                        for (int i = 0; parts.length > 1 && !end.isDone() && i < 1000; i++) {
                            TimeUnit.MILLISECONDS.sleep(100);
                            sendIfOpen(socket, i < parts[1].length() ? parts[1].substring(i, i + 1) : "x");
                        }
                        end.join();
                        return Duration.ofNanos(System.nanoTime() - begin);
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                THREADS);
    }

    /** Reads what comes until the connection ends, and times out if it does not. */
    private static Duration endOf(Socket socket) {
        long begin = System.nanoTime();
        try (InputStream in = socket.getInputStream()) {
            while (in.read() >= 0) {
                // An answer to what was sent at first.
            }
        } catch (SocketException e) {
            // Reset: it was closed while it was being written to.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static void sendIfOpen(Socket socket, String text) throws IOException {
        try {
            send(socket, text);
        } catch (SocketException e) {
            // It is being closed; whoever reads notices.
        }
    }
}
