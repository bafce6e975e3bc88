package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobLifeTest {
    private static final Instant NOW = Instant.parse("2026-01-25T10:00:00Z");
    private static final Instant BEFORE = NOW.minusSeconds(60);
    private static final JobError ERROR = new JobError("The disk is full", "Make room");

    private static final Map<String, JobState> STATES = Map.of(
            "queued", new JobState.Queued(1, 0),
            "running", new JobState.Running(1, 0, BEFORE),
            "succeeded", new JobState.Succeeded(1, BEFORE, BEFORE, "g1"),
            "failed", new JobState.Failed(1, BEFORE, BEFORE, ERROR),
            "cancelled", new JobState.Cancelled(1, null, BEFORE));

    private static final Map<String, Consumer<JobLife>> TRANSITIONS = Map.of(
            "start", JobLife::start,
            "succeed", life -> life.succeed("g2"),
            "fail", life -> life.fail(ERROR),
            "cancel", JobLife::cancel,
            "release", JobLife::release,
            "interrupt", JobLife::interrupt);

    private static final Map<String, Set<String>> LEGAL = Map.of(
            "queued", Set.of("start", "cancel"),
            "running", Set.of("succeed", "fail", "cancel", "release", "interrupt"),
            "succeeded", Set.of(),
            "failed", Set.of(),
            "cancelled", Set.of());

    static List<Arguments> illegalTransitions() {
        List<Arguments> illegal = new ArrayList<>();
        for (String state : STATES.keySet()) {
            for (String transition : TRANSITIONS.keySet()) {
                if (!Objects.requireNonNull(LEGAL.get(state)).contains(transition)) {
                    illegal.add(Arguments.of(state, transition));
                }
            }
        }
        return illegal;
    }

    @ParameterizedTest(name = "a {0} job cannot {1}")
    @MethodSource("illegalTransitions")
    void illegalTransitionsAreRefusedAndChangeNothing(String state, String transition) {
        JobState before = Objects.requireNonNull(STATES.get(state));
        JobLife life = life(before);

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        Objects.requireNonNull(TRANSITIONS.get(transition)).accept(life))
                .withMessageContaining(state);
        assertThat(life.state()).isSameAs(before);
    }

    @Test
    void thereAreAsManyIllegalTransitionsAsExpected() {
        assertThat(illegalTransitions()).hasSize(5 * 6 - 7);
    }

    @Test
    void aJobRunsThrough() {
        JobLife life = life(JobState.Queued.NEW);

        assertThat(life.start()).isEqualTo(new JobState.Running(1, 0, NOW));
        assertThat(life.succeed("g1")).isEqualTo(new JobState.Succeeded(1, NOW, NOW, "g1"));
    }

    @Test
    void anAttemptThatAShutdownGaveBackIsNotHeldAgainstTheJob() {
        JobLife life = life(new JobState.Running(7, 2, BEFORE));

        assertThat(life.release()).isEqualTo(new JobState.Queued(8, 2));
    }

    @Test
    void theThirdAttemptCutShortIsTheLast() {
        assertThat(life(new JobState.Running(1, 0, BEFORE)).interrupt()).isEqualTo(new JobState.Queued(2, 1));
        assertThat(life(new JobState.Running(2, 1, BEFORE)).interrupt()).isEqualTo(new JobState.Queued(3, 2));

        JobState end = life(new JobState.Running(3, 2, BEFORE)).interrupt();

        assertThat(end).isInstanceOfSatisfying(JobState.Failed.class, failed -> {
            assertThat(failed.attempt()).isEqualTo(3);
            assertThat(failed.error().message()).contains("3 times");
        });
    }

    private static JobLife life(JobState state) {
        return new JobLife(Clock.fixed(NOW, ZoneOffset.UTC), state);
    }
}
