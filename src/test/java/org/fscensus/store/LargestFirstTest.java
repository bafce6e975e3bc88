package org.fscensus.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargestFirstTest {
    /** Around the numbers from which on it sorts in another way. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 24, 25, 4_095, 4_096, 100_000})
    void equalsKeepTheirOrder(int count) {
        Random random = new Random(count);
        check(count, i -> random.nextLong() >>> 1);
        check(count, i -> random.nextLong() >>> (1 + random.nextInt(63)));
        check(count, i -> random.nextInt(3));
        check(count, i -> ((long) random.nextInt(5) << 58) | random.nextInt(2));
        check(count, i -> i);
        check(count, i -> Long.MAX_VALUE);
    }

    private static void check(int count, LongUnaryOperator size) {
        long[] sizes = IntStream.range(0, count).mapToLong(size::applyAsLong).toArray();
        int[] expected = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> sizes[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        // What stands behind those that are sorted stays out of it.
        long[] room = Arrays.copyOf(sizes, count + 5);
        int[] ids = IntStream.range(0, count + 5).toArray();
        LargestFirst sort = new LargestFirst(room, ids, new long[count + 5], new int[count + 5]);
        int[] visited = new int[1];
        long visits = (long) LargestFirst.visits(sizes, count) * count;
        sort.sort(count, more -> visited[0] += more);

        assertThat(Arrays.copyOf(sort.ids(), count)).isEqualTo(expected);
        assertThat(Arrays.copyOf(sort.sizes(), count))
                .isEqualTo(Arrays.stream(expected).mapToLong(i -> sizes[i]).toArray());
        assertThat(visited[0]).isEqualTo(visits);
    }
}
