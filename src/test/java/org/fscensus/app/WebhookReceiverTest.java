package org.fscensus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WebhookReceiverTest {
    private static final String SECRET = "a secret of 16 or more bytes";
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private WebhookReceiver receiver(URI address, int attempts, Duration timeout, Duration backOff) {
        WebhookSettings settings = new WebhookSettings(
                List.of(address),
                new WebhookSignature(SECRET.getBytes(StandardCharsets.UTF_8)),
                attempts,
                timeout,
                backOff);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new WebhookReceiver(address, settings, client, meters, Clock.systemUTC());
    }

    private WebhookReceiver quick(URI address, int attempts) {
        return receiver(address, attempts, LONG, Duration.ofMillis(5));
    }

    private static WebhookReceiver.Delivery delivery(String id) {
        return new WebhookReceiver.Delivery(id, "job.failed", "job1", "{\"id\": \"job1\", \"x\": \"é\"}");
    }

    private double outcome(String outcome) {
        return meters.get("fscensus.webhook.deliveries")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private void awaitOutcome(String outcome, int count) {
        await().untilAsserted(() -> assertThat(outcome(outcome)).isEqualTo(count));
        await().untilAsserted(() -> assertThat(
                        meters.get("fscensus.webhook.waiting").gauge().value())
                .isZero());
    }

    @Test
    void aReceiverCanCheckWhoSendsWhatAndWhen() throws IOException {
        try (WebhookInbox inbox = new WebhookInbox(WebhookInbox.status(204));
                WebhookReceiver receiver = quick(inbox.address(), 3)) {
            receiver.offer(delivery("msg_1"));
            awaitOutcome("delivered", 1);
            assertThat(inbox.messages()).singleElement().satisfies(message -> {
                assertThat(message.path()).isEqualTo("/hook/s3cret");
                assertThat(message.text()).isEqualTo("{\"id\": \"job1\", \"x\": \"é\"}");
                assertThat(message.header("webhook-id")).isEqualTo("msg_1");
                assertThat(message.header("Fscensus-Event")).isEqualTo("job.failed");
                assertThat(message.header("Content-Type")).isEqualTo("application/json");
                assertThat(Instant.ofEpochSecond(Long.parseLong(message.header("webhook-timestamp"))))
                        .isBetween(Instant.now().minusSeconds(60), Instant.now());
                assertThat(message.isSignedWith(SECRET)).isTrue();
                assertThat(message.isSignedWith("another secret, as long")).isFalse();
            });
        }
    }

    @Test
    void theSignatureIsTheOneOfTheStandardsExample() {
        // Of the specification's test vectors, as its reference libraries have them.
        byte[] secret = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        String signature = new WebhookSignature(secret)
                .of("msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1614265330), "{\"test\": 2432232314}");
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aFailureIsTriedAgainAsTheSameDelivery() throws IOException {
        try (WebhookInbox inbox = new WebhookInbox(WebhookInbox.status(500, 429, 200));
                WebhookReceiver receiver = quick(inbox.address(), 5)) {
            receiver.offer(delivery("msg_1"));
            awaitOutcome("delivered", 1);
            assertThat(inbox.messages())
                    .hasSize(3)
                    .allMatch(message -> message.header("webhook-id").equals("msg_1") && message.isSignedWith(SECRET));
            assertThat(meters.get("fscensus.webhook.retries").counter().count()).isEqualTo(2);
            assertThat(outcome("failed")).isZero();
        }
    }

    @Test
    void aReceiverThatWantsNothingIsGivenUpAfterTheLastAttempt() throws IOException {
        try (WebhookInbox inbox = new WebhookInbox(WebhookInbox.status(404));
                WebhookReceiver receiver = quick(inbox.address(), 3)) {
            receiver.offer(delivery("msg_1"));
            awaitOutcome("failed", 1);
            assertThat(inbox.messages()).hasSize(3);
            assertThat(outcome("delivered")).isZero();
        }
    }

    @Test
    void aRedirectIsAFailureAndNotFollowed() throws IOException {
        try (WebhookInbox elsewhere = new WebhookInbox(WebhookInbox.status(200));
                WebhookInbox inbox = new WebhookInbox((exchange, number) -> {
                    exchange.getResponseHeaders()
                            .set("Location", elsewhere.address().toString());
                    exchange.sendResponseHeaders(307, -1);
                    exchange.close();
                });
                WebhookReceiver receiver = quick(inbox.address(), 2)) {
            receiver.offer(delivery("msg_1"));
            awaitOutcome("failed", 1);
            assertThat(inbox.messages()).hasSize(2);
            assertThat(elsewhere.messages()).isEmpty();
        }
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsAFailure() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (WebhookInbox inbox = new WebhookInbox((exchange, number) -> {
                    if (number == 1) {
                        never.await();
                    }
                    WebhookInbox.status(200).to(exchange, number);
                });
                WebhookReceiver receiver = receiver(inbox.address(), 2, Duration.ofMillis(300), Duration.ofMillis(5))) {
            receiver.offer(delivery("msg_1"));
            awaitOutcome("delivered", 1);
            assertThat(inbox.messages()).hasSize(2);
        }
    }

    @Test
    void anAnswerThatNeverEndsIsNotWaitedFor() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (WebhookInbox inbox = new WebhookInbox((exchange, number) -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    never.await();
                });
                WebhookReceiver receiver = quick(inbox.address(), 2)) {
            receiver.offer(delivery("msg_1"));
            receiver.offer(delivery("msg_2"));
            awaitOutcome("delivered", 2);
        }
    }

    @Test
    void aDeadReceiverHoldsUpNobodyAndLosesNothingSilently() throws IOException {
        URI dead;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/");
        }
        int more = 20;
        try (WebhookReceiver receiver = receiver(dead, 6, LONG, Duration.ofHours(1))) {
            long begin = System.nanoTime();
            for (int number = 0; number < WebhookReceiver.MOST_WAITING + more; number++) {
                receiver.offer(delivery("msg_" + number));
            }
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
            assertThat(outcome("dropped")).isEqualTo(more);
            assertThat(meters.get("fscensus.webhook.waiting").gauge().value()).isEqualTo(WebhookReceiver.MOST_WAITING);
        }
        assertThat(outcome("dropped")).isEqualTo(WebhookReceiver.MOST_WAITING + more);
        assertThat(meters.get("fscensus.webhook.waiting").gauge().value()).isZero();
    }

    @Test
    void anAttemptThatIsBeingMadeWhenTheServiceStopsMayEnd() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (WebhookInbox inbox = new WebhookInbox((exchange, number) -> {
            arrived.countDown();
            TimeUnit.MILLISECONDS.sleep(200);
            WebhookInbox.status(200).to(exchange, number);
        })) {
            WebhookReceiver receiver = quick(inbox.address(), 2);
            receiver.offer(delivery("msg_1"));
            arrived.await();
            receiver.close();
            assertThat(outcome("delivered")).isEqualTo(1);
            receiver.offer(delivery("msg_2"));
            assertThat(outcome("dropped")).isEqualTo(1);
        }
    }
}
