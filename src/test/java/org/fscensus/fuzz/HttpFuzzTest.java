package org.fscensus.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.fscensus.fuzz.ApiDocument.Operation;
import org.fscensus.store.GenerationStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent to the calls of the API's document, the answer is one that the document describes: no failure of the
 * service's own, a problem with a detail where it is an error, soon. {@code -Dfuzz.seconds=} goes on for longer,
 * {@code -Dfuzz.seed=} begins elsewhere.
 */
@QuarkusTest
@TestProfile(FreshData.class)
class HttpFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);
    /** Far above what any takes, on a machine that has other work. */
    private static final long LONGEST_MILLIS = 10_000;

    /** So many requests of a call are bound to hold one that makes sense. */
    private static final int MANY = 40;

    /** Of HTTP itself and of who may ask: the document has them as {@code default}. */
    private static final Set<Integer> OF_ANY_CALL = Set.of(401, 403, 413, 414, 421, 431);

    /** What may stand in a request line. */
    private static final Pattern HTTP_TARGET = Pattern.compile("[^\\x00-\\x20\\x7f]*");

    /** What is meant for the service's log. */
    private static final Pattern INTERNALS = Pattern.compile(
            "\\b(java|javax|jakarta|org|com|io)\\.[a-z]+\\.[A-Za-z.]+|[a-z]Exception\\b|\\[?SQLITE_|\\bnull$");

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Inject
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    GenerationStore store;

    /** How often each call was answered with what. */
    private final Map<String, Map<Integer, Integer>> tally = new TreeMap<>();

    /** What was wrong, each kind once, and with what. */
    private final Map<String, String> faults = new TreeMap<>();

    private long slowest;

    @Test
    @SuppressWarnings("SystemOut") // For whoever runs the long form.
    void everyAnswerIsAsTheDocumentSays() throws Exception {
        OddFilesystem ground = new OddFilesystem(
                Path.of(ConfigProvider.getConfig().getValue("fscensus.data-dir", String.class)), store);
        RawClient client = new RawClient(RestAssured.port);
        ground.lay(client);
        ApiDocument document = ApiDocument.committed();
        List<Operation> operations = document.operations();
        int requests = Integer.getInteger("fuzz.requests", MANY * operations.size());
        RequestMaker maker = new RequestMaker(document, ground.known(), ground.log());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int sent = 0;
        for (; SECONDS > 0 ? System.nanoTime() < end : sent < requests; sent++) {
            long seed = SEED + sent;
            Operation operation = operations.get((int) Math.floorMod(seed, (long) operations.size()));
            RawClient.Request request = maker.make(operation, new Random(seed));
            RawClient.Answer answer = send(client, request, seed);
            if (answer != null) {
                String fault = fault(document, operation, request, answer);
                if (fault == null) {
                    ground.learn(operation, answer);
                } else {
                    faults.putIfAbsent(
                            operation.id() + ": " + fault,
                            request + "\n-> " + answer + "\nrepeated by -Dfuzz.seed=" + seed + " -Dfuzz.requests=1");
                }
            }
        }
        System.out.println(
                "fuzz: " + sent + " requests from seed " + SEED + ", the slowest took " + slowest + " ms; " + tally);
        assertThat(faults).isEmpty();
        if (sent >= MANY * operations.size()) {
            assertThat(operations)
                    .allSatisfy(operation -> assertThat(
                                    tally.getOrDefault(operation.id(), Map.of()).keySet())
                            .as("what %s was answered with", operation.id())
                            .anyMatch(HttpFuzzTest::isSensible));
        }
    }

    /** The answer to a request that means something; a job that is to be cancelled may just have ended. */
    private static boolean isSensible(int status) {
        return status < 300 || status == 409;
    }

    /** Null where the connection ended with it, as it may where a body is larger than is taken. */
    private RawClient.@Nullable Answer send(RawClient client, RawClient.Request request, long seed) {
        try {
            return client.send(request);
        } catch (IOException e) {
            String body = request.body();
            if (body != null && body.length() > 1_000_000) {
                return null;
            }
            throw new AssertionError(request + " was not answered; begin there with -Dfuzz.seed=" + seed, e);
        }
    }

    private @Nullable String fault(
            ApiDocument document, Operation operation, RawClient.Request request, RawClient.Answer answer) {
        tally.computeIfAbsent(operation.id(), any -> new TreeMap<>()).merge(answer.status(), 1, Integer::sum);
        slowest = Math.max(slowest, answer.millis());
        int status = answer.status();
        if (answer.millis() > LONGEST_MILLIS) {
            return "took " + answer.millis() + " ms";
        }
        if (!HTTP_TARGET.matcher(request.target()).matches()) {
            // Of what is no HTTP the server says no more than that, or takes it for something else.
            return status < 500 ? null : "status " + status;
        }
        if (!operation.isAt(request.target())) {
            // Of no call, or of another.
            return status < 400 ? null : faultInError(document, answer);
        }
        if (!operation.declares(status) && !OF_ANY_CALL.contains(status)) {
            return "status " + status + " is not described";
        }
        if (status >= 400) {
            return faultInError(document, answer);
        }
        Set<String> types = operation.mediaTypes(status);
        if (types.isEmpty()) {
            return answer.body().isEmpty() ? null : "has a body";
        }
        if (!types.contains(answer.mediaType())) {
            return "is " + answer.mediaType() + ", none of " + types;
        }
        return faultInBody(document, operation, answer);
    }

    private @Nullable String faultInBody(ApiDocument document, Operation operation, RawClient.Answer answer) {
        try {
            if (answer.mediaType().equals("application/x-ndjson") && !isCompressed(answer)) {
                for (String line : answer.text().lines().toList()) {
                    JSON.readTree(line);
                }
            }
            return answer.mediaType().equals("application/json") && !isCompressed(answer)
                    ? document.fault(operation, answer.status(), JSON.readTree(answer.text()))
                    : null;
        } catch (IOException e) {
            return "is no JSON: " + e.getMessage();
        }
    }

    private static @Nullable String faultInError(ApiDocument document, RawClient.Answer answer) {
        if (!answer.mediaType().equals("application/problem+json")) {
            return "an error as " + answer.mediaType();
        }
        try {
            JsonNode problem = JSON.readTree(answer.text());
            String fault = document.faultInProblem(problem);
            String detail = problem.path("detail").asText();
            if (fault != null) {
                return fault;
            }
            if (problem.path("status").asInt() != answer.status() || detail.isBlank()) {
                return "another status, or no detail";
            }
            return INTERNALS.matcher(detail).find() ? "tells of what is inside" : null;
        } catch (IOException e) {
            return "is no JSON: " + e.getMessage();
        }
    }

    private static boolean isCompressed(RawClient.Answer answer) {
        return answer.headers().containsKey("content-encoding");
    }
}
