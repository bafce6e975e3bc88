package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for a long list and then do not read it. */
@QuarkusTest
@TestProfile(JobsTestProfile.class)
class DownloadsHttpTest {
    private static final String WIDE = "/api/v1/filesystems/wide/";
    private static final String WHOLE_LIST = WIDE + "directories?limit=0";

    /** Some 16 MB in the answer: more than all buffers between the service and its client hold. */
    private static final int DIRECTORIES = 20_000;

    private static final String LONG_NAME = "x".repeat(200);

    /** More than there are connections to a generation. */
    private static final int CLIENTS = 20;

    private static final int SERVED = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static boolean published;

    @Inject
    GenerationStore store;

    @Inject
    Vertx vertx;

    @BeforeEach
    void publish() throws Exception {
        if (published) {
            return;
        }
        published = true;
        Instant scan = Instant.parse("2026-01-11T00:00:00Z");
        SampleTree tree = new SampleTree(scan.getEpochSecond());
        for (int i = 0; i < DIRECTORIES; i++) {
            tree.directory("/wide/" + i + LONG_NAME, 0, 0);
        }
        TestStore.publish(store, "wide", scan, "wide", tree);
    }

    @Test
    void clientsThatStopReadingKeepNobodyFromAnAnswerAndAreCutOff() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = ask();
                stalled.add(client);
                assertThat(statusLine(client)).as("client %s", i).contains(i < SERVED ? " 200 " : " 503 ");
            }
            given().get(WHOLE_LIST)
                    .then()
                    .statusCode(503)
                    .contentType(Problem.MEDIA_TYPE)
                    .header("Retry-After", "5")
                    .body("status", equalTo(503))
                    .body("detail", containsString("pages of up to 1000"));
            given().get(WIDE + "directories?limit=1000").then().statusCode(200).body("items", hasSize(1000));
            given().get(WIDE + "directory").then().statusCode(200);
            given().get(WIDE + "owners").then().statusCode(200);

            // A client that read on would be served on: so until all of them are cut off, nobody looks.
            await().atMost(PATIENCE).until(DownloadsHttpTest::asManyAreServedAgain);
            for (Socket client : stalled.subList(0, SERVED)) {
                assertThat(rest(client)).doesNotEndWith("0\r\n\r\n");
            }
        } finally {
            for (Socket client : stalled) {
                client.close();
            }
        }
        await().atMost(PATIENCE).until(() -> given().head(WHOLE_LIST).statusCode() == 200);
        Response whole = given().get(WHOLE_LIST);
        assertThat(whole.statusCode()).isEqualTo(200);
        // With / and /wide.
        assertThat(whole.jsonPath().getList("items")).hasSize(DIRECTORIES + 2);
    }

    @Test
    void overHttp2OnlyTheStalledStreamIsReset() throws Exception {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1));
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        CompletableFuture<Integer> other = new CompletableFuture<>();
        client.request(HttpMethod.GET, RestAssured.port, "localhost", WHOLE_LIST)
                .compose(request -> request.send())
                .onFailure(end::complete)
                .onSuccess(response -> response.exceptionHandler(end::complete).pause());

        assertThat(end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(StreamResetException.class);
        client.request(HttpMethod.GET, RestAssured.port, "localhost", WIDE + "directory")
                .compose(request -> request.send())
                .onFailure(other::completeExceptionally)
                .onSuccess(response -> other.complete(response.statusCode()));
        assertThat(other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(200);
        client.close();
    }

    private static boolean asManyAreServedAgain() throws IOException {
        List<Socket> clients = new ArrayList<>();
        try {
            boolean served = true;
            while (served && clients.size() < SERVED) {
                Socket client = ask();
                clients.add(client);
                served = statusLine(client).contains(" 200 ");
            }
            return served;
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static Socket ask() throws IOException {
        Socket socket = new Socket();
        // Before the connection is made, or the kernel grows it.
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
        String head = "GET " + WHOLE_LIST + " HTTP/1.1\r\nHost: localhost:" + RestAssured.port + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** What was still on its way when the connection ended, in either of the two ways that it may. */
    private static String rest(Socket socket) throws IOException {
        StringBuilder rest = new StringBuilder();
        byte[] buffer = new byte[1 << 16];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                rest.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException e) {
            rest.append("connection ended: ").append(e.getMessage());
        }
        return rest.toString();
    }
}
