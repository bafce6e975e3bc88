package org.fscensus.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.EntityTag;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.fscensus.query.Filesystems;
import org.fscensus.query.Permitted;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersTest {
    private static final List<String> ALIASES = List.of("/a=/b");
    private static final String QUESTION = "/api/v1/filesystems/asp/owners?limit=3";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path data;

    @SuppressWarnings("NullAway.Init") // made before each test
    private GenerationStore store;

    @BeforeEach
    void open() {
        store = TestStore.in(data, new Retention(1, 0));
    }

    @Test
    void aTagOutlivesTheProcess() {
        assertThat(tag(ALIASES, "1.0", "g1", QUESTION)).isEqualTo(tag(ALIASES, "1.0", "g1", QUESTION));
    }

    @Test
    void aTagIsAnotherWhereTheAnswerMayBeAnother() {
        assertThat(List.of(
                        tag(ALIASES, "1.0", "g1", QUESTION),
                        tag(ALIASES, "1.0", "g2", QUESTION),
                        tag(ALIASES, "1.0", "g1", QUESTION + "0"),
                        tag(ALIASES, "1.0", "g1", QUESTION.replace("owners", "groups")),
                        tag(List.of("/a=/c"), "1.0", "g1", QUESTION),
                        tag(List.of(), "1.0", "g1", QUESTION),
                        tag(ALIASES, "1.1", "g1", QUESTION)))
                .doesNotHaveDuplicates();
    }

    private EntityTag tag(List<String> aliases, String version, String generation, String question) {
        Instant time = Instant.EPOCH;
        return new Answers(new Filesystems(store), aliases, version)
                .tag(
                        List.of(new Generation(generation, "asp", "job", time, time, 1, 1, 1, 1, 1, "file", 1, null)),
                        Permitted.EVERYTHING,
                        URI.create(question));
    }
}
