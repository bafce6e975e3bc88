package org.fscensus.reference;

import java.util.Map;

/** The reference census holds itself to the corpus, whose expectations were checked by hand. */
class ReferenceCorpusTest extends CorpusContract {
    @Override
    protected Map<String, CensusUnderTest> underTest() {
        return Map.of("reference", new ReferenceCensus());
    }
}
