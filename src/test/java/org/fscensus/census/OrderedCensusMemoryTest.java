package org.fscensus.census;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.fscensus.store.GenerationWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a census keeps reserved for the phases after it, and gives back. */
class OrderedCensusMemoryTest {
    private static final CensusOptions OPTIONS =
            new CensusOptions(1_768_435_200L, false, false, false, Path.of("unused"));
    private static final int MANY = 20_000;

    private enum Shape {
        THE_ROOT_ALONE(1) {
            @Override
            void feed(BatchFeed feed) throws IOException {
                feed.file("/file");
            }
        },
        SIBLINGS(1 + MANY) {
            @Override
            void feed(BatchFeed feed) throws IOException {
                for (int i = 0; i < MANY; i++) {
                    feed.directory("/directory-" + i, 0, 0);
                }
            }
        },
        A_CHAIN(1 + MANY) {
            @Override
            void feed(BatchFeed feed) throws IOException {
                feed.directory("/d".repeat(MANY), 0, 0);
            }
        };

        private final long directories;

        Shape(long directories) {
            this.directories = directories;
        }

        abstract void feed(BatchFeed feed) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void whatTheIndexesTakeStaysReservedAndTheRestIsGivenBack(Shape shape) throws Exception {
        MemoryBudget budget = new MemoryBudget(1L << 30);
        try (MemoryBudget.Share memory = budget.open();
                Census census = new Census(OPTIONS, memory)) {
            BatchFeed feed = new BatchFeed(census.newWorker());
            shape.feed(feed);
            feed.flush();
            census.finishScan(() -> {});
            OrderedCensus ordered = census.order(1, n -> {});
            assertThat(ordered.size()).isEqualTo(shape.directories);
            long before = memory.held();

            ordered.free();

            assertThat(memory.held())
                    .isLessThan(before)
                    .isGreaterThanOrEqualTo(GenerationWriter.INDEX_BYTES_PER_DIRECTORY * shape.directories);
            assertThat(budget.used()).isEqualTo(memory.held());
        }
        assertThat(budget.used()).isZero();
    }
}
