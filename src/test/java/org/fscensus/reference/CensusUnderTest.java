package org.fscensus.reference;

import org.fscensus.pipeline.ImportFailedException;

/**
 * Anything that can take a census of a log: the reference, and the real pipeline in each of its arrangements. Whoever
 * imports into a database returns {@link DatabaseFigures#read}; {@link CorpusContract} and {@link RandomLogContract} are
 * bound to it by a subclass each that names it.
 */
@FunctionalInterface
public interface CensusUnderTest {

    /**
     * Takes a census of a GPFS log, however many of its lines are rejected.
     *
     * @throws ImportFailedException if no line is an entry
     * @throws Exception if anything else goes wrong, which fails the test
     */
    CensusFigures census(byte[] log, ReferenceOptions options) throws Exception;
}
