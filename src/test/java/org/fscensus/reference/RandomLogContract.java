package org.fscensus.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever takes a census agrees with the reference on seeded random logs. {@code -Dfscensus.random.seeds=} sets how
 * many, {@code -Dfscensus.random.seed=} the first, so that one that failed can be run alone; its log is left in
 * {@code target}.
 */
public abstract class RandomLogContract {

    /** What is tested, by a name that shows in the failure. */
    protected abstract Map<String, CensusUnderTest> underTest();

    static Stream<Arguments> seeds() {
        long first = Long.getLong("fscensus.random.seed", 1);
        long seeds = Long.getLong("fscensus.random.seeds", 120);
        return Stream.of(ReferenceFormat.values()).flatMap(format -> {
            long count = format == ReferenceFormat.GPFS ? seeds : Math.max(1, seeds / 5);
            return LongStream.range(first, first + count).mapToObj(seed -> Arguments.of(format, seed));
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theCensusOfARandomLogIsThatOfTheReference(ReferenceFormat format, long seed) throws Exception {
        RandomLog random = RandomLog.of(seed, format);
        byte[] log = random.log();
        String expected = CorpusContract.dump(new ReferenceCensus(), log, random.options());
        for (Map.Entry<String, CensusUnderTest> tested : underTest().entrySet()) {
            String differences;
            try {
                String actual = CorpusContract.dump(tested.getValue(), log, random.options());
                differences = CensusDump.differences(expected, actual);
            } catch (Exception e) {
                throw new AssertionError(where(tested.getKey(), seed, random, log), e);
            }
            if (!differences.isEmpty()) {
                assertThat(differences)
                        .as(where(tested.getKey(), seed, random, log))
                        .isEmpty();
            }
        }
    }

    private static String where(String tested, long seed, RandomLog random, byte[] log) throws Exception {
        Path file = Files.write(Path.of("target", "random-" + seed + ".log"), log);
        return "%s, seed %d, %s, log left in %s".formatted(tested, seed, random.options(), file);
    }
}
