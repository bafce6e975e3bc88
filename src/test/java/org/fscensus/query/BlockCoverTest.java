package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.fscensus.store.UsageLevels;
import org.junit.jupiter.api.Test;

class BlockCoverTest {
    /** A part, both ends in it; level -1 for single directories. */
    private record Part(int level, long first, long last) {}

    private static List<Part> cover(long first, long last, long directories) {
        List<Part> parts = new ArrayList<>();
        new BlockCover(directories).forEach(new Ranges.Range(first, last), new BlockCover.Parts() {
            @Override
            public void directories(long from, long to) {
                parts.add(new Part(-1, from, to));
            }

            @Override
            public void block(int level, long block) {
                parts.add(new Part(level, UsageLevels.firstOf(block, level), UsageLevels.lastOf(block, level)));
            }
        });
        parts.sort(Comparator.comparingLong(Part::first));
        return parts;
    }

    @Test
    void partsAreFewAndCoverTheRangeExactly() {
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            long directories = 1 + (random.nextLong() >>> (33 + random.nextInt(31)));
            long one = 1 + (long) (random.nextDouble() * directories);
            long other = random.nextInt(4) == 0 ? directories : 1 + (long) (random.nextDouble() * directories);
            long first = random.nextInt(4) == 0 ? 1 : Math.min(one, other);
            long last = Math.max(one, other);

            List<Part> parts = cover(first, last, directories);

            long next = first == 1 && parts.get(0).level() >= 0 ? 0 : first;
            long[] blocks = new long[UsageLevels.MOST];
            long single = 0;
            for (Part part : parts) {
                assertThat(part.first()).isEqualTo(next);
                next = part.last() + 1;
                if (part.level() < 0) {
                    single += part.last() - part.first() + 1;
                } else {
                    blocks[part.level()]++;
                }
            }
            assertThat(next - 1).isGreaterThanOrEqualTo(last);
            if (last < directories) {
                assertThat(next - 1).isEqualTo(last);
            }
            assertThat(single).isLessThanOrEqualTo(2 * 255);
            for (long count : blocks) {
                assertThat(count).isLessThanOrEqualTo(2 * 15);
            }
        }
    }

    @Test
    void everythingIsOneBlock() {
        assertThat(cover(1, 1, 1)).containsExactly(new Part(0, 0, 255));
        assertThat(cover(1, 255, 255)).containsExactly(new Part(0, 0, 255));
        assertThat(cover(1, 256, 256)).containsExactly(new Part(1, 0, 4095));
        assertThat(cover(1, 2_000_000, 2_000_000)).containsExactly(new Part(4, 0, (1 << 24) - 1));
    }

    @Test
    void largeBlocksAreTakenWhereTheyLieWithin() {
        assertThat(cover(2, 9000, 10_000))
                .startsWith(new Part(-1, 2, 255), new Part(0, 256, 511))
                .contains(new Part(1, 4096, 8191))
                .endsWith(new Part(0, 8704, 8959), new Part(-1, 8960, 9000))
                .hasSize(1 + 15 + 1 + 3 + 1);
        assertThat(cover(300, 600, 10_000)).containsExactly(new Part(-1, 300, 600));
    }
}
