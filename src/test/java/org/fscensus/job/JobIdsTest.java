package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobIdsTest {
    private final AtomicLong now = new AtomicLong(1_769_335_200_000L);
    private final InstantSource source = () -> Instant.ofEpochMilli(now.get());
    private final Clock clock = source.withZone(ZoneOffset.UTC);

    @Test
    void idsSortByAgeWithinAMillisecondAndWhenTheClockStepsBack() {
        JobIds ids = new JobIds(clock);
        Stream<String> sameMillisecond = Stream.generate(ids::next).limit(1000);
        List<String> first = sameMillisecond.toList();
        now.addAndGet(-Duration.ofHours(1).toMillis());
        String afterStepBack = ids.next();
        now.addAndGet(Duration.ofHours(2).toMillis());
        String later = ids.next();

        List<String> all =
                Stream.concat(first.stream(), Stream.of(afterStepBack, later)).toList();

        assertThat(all).isSorted().doesNotHaveDuplicates().allMatch(JobIds::isId);
    }

    @Test
    void idsSortBehindThoseOfAnEarlierProcessWhoseClockWasAhead() {
        String earlier = new JobIds(clock).next();
        now.addAndGet(-Duration.ofHours(1).toMillis());
        JobIds ids = new JobIds(clock);

        ids.startAfter(earlier);
        String first = ids.next();
        String second = ids.next();
        ids.startAfter("no id");
        ids.startAfter(earlier);

        assertThat(List.of(earlier, first, second, ids.next())).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whoKnowsOneProcessesIdsCannotGuessAnothers() {
        assertThat(new JobIds(clock).next()).isNotEqualTo(new JobIds(clock).next());
    }
}
