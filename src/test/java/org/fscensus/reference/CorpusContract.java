package org.fscensus.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.fscensus.pipeline.ImportFailedException;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case of the corpus, for whatever takes a census. */
public abstract class CorpusContract {

    /** What is tested, by a name that shows in the report. */
    protected abstract Map<String, CensusUnderTest> underTest();

    @TestFactory
    Stream<DynamicContainer> theCensusOfEveryCaseIsTheExpectedOne() {
        return CorpusCase.all().stream()
                .map(pair -> DynamicContainer.dynamicContainer(
                        pair.name(),
                        underTest().entrySet().stream()
                                .map(census -> DynamicTest.dynamicTest(
                                        census.getKey(), () -> check(pair, census.getValue())))));
    }

    private static void check(CorpusCase pair, CensusUnderTest underTest) throws Exception {
        String actual = dump(underTest, pair.log(), pair.options());
        assertThat(CensusDump.differences(pair.expected(), actual))
                .as("differences to %s/expected.txt", pair.directory())
                .isEmpty();
    }

    /** The census as text, or that it was refused and why. */
    public static String dump(CensusUnderTest underTest, byte[] log, ReferenceOptions options) throws Exception {
        try {
            return CensusDump.of(underTest.census(log, options));
        } catch (ImportFailedException e) {
            if (ReferenceFormat.hasEntry(log, options)) {
                throw e;
            }
            return CensusDump.REFUSED;
        }
    }
}
