package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.store.Generation;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock is set while an import runs. */
class ClockJumpTest {
    private static final Instant START = Instant.parse("2026-02-01T12:00:00Z");

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return Objects.requireNonNull(now.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };

    private void jump(Duration by) {
        now.updateAndGet(time -> time.plus(by));
    }

    /** They came from the clock once: an hour's jump back showed phases of 0 s, one forward phases of an hour. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void secondsAndRatesOfAPhaseAreNotThoseOfTheClock(long jump) {
        AtomicLong nanos = new AtomicLong();
        ImportProgress progress = new ImportProgress(clock, nanos::get, EnumSet.allOf(Phase.class), () -> {});
        progress.begin(Phase.SCAN, 300L);
        progress.advance(Phase.SCAN, 100);
        jump(Duration.ofSeconds(jump));
        nanos.addAndGet(2_000_000_000);

        PhaseSnapshot running = progress.phases().get(0);
        assertThat(running.startedAt()).isEqualTo(START);
        assertThat(running.seconds()).isEqualTo(2.0);
        assertThat(running.ratePerSecond()).isEqualTo(50.0);
        assertThat(running.secondsLeft()).isEqualTo(4.0);

        jump(Duration.ofSeconds(jump));
        nanos.addAndGet(1_000_000_000);
        progress.end(Phase.SCAN);
        nanos.addAndGet(1_000_000_000);
        assertThat(progress.phases().get(0).seconds()).isEqualTo(3.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, 86_400})
    void anImportDuringWhichTheClockJumpsIsPublishedAndServed(long jump) throws Exception {
        PipelineFixture fixture = new PipelineFixture(directory.resolve("data"));
        Path log = Files.writeString(
                directory.resolve("scan.log"),
                "1 1 0 s=0 a=8 u=1 g=1 p=drwxr-xr-x ac=2026-01-01 00:00:00 nl=2 -- /fs\n");
        ImportProgress progress = new ImportProgress(clock, () -> jump(Duration.ofSeconds(jump)));

        Generation generation = fixture.pipeline(100)
                .run(fixture.request(log, ReferenceOptions.DEFAULT, 2, RejectLimit.DEFAULT), progress)
                .generation();

        assertThat(fixture.store.generations("fs")).containsExactly(generation);
        assertThat(progress.phases()).allSatisfy(phase -> {
            assertThat(phase.state()).isEqualTo(PhaseSnapshot.State.DONE);
            assertThat(phase.seconds()).isBetween(0.0, 60.0);
        });
    }
}
