package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.fscensus.reference.CensusUnderTest;
import org.fscensus.reference.CorpusContract;
import org.fscensus.scanlog.PlainFileSource;
import org.fscensus.store.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline, log to published database, on every case of the corpus. */
class PipelineCorpusTest extends CorpusContract {
    @TempDir
    Path data;

    private Map<String, CensusUnderTest> pipelines = Map.of();

    @BeforeEach
    void open() throws IOException {
        PipelineFixture fixture = new PipelineFixture(data);
        PipelineFixture throughJdbc = new PipelineFixture(data.resolve("jdbc"), Loader.JDBC);
        pipelines = Map.of(
                "one worker", fixture.underTest(1, PlainFileSource.DEFAULT_PIECE),
                "the other loader", throughJdbc.underTest(2, PlainFileSource.DEFAULT_PIECE),
                "two workers, pieces of 100 bytes", fixture.underTest(2, 100),
                "seven workers, pieces of 3 bytes", fixture.underTest(7, 3),
                "two workers, stream in pieces of 31 bytes", fixture.streamUnderTest(2, 31));
    }

    @Override
    protected Map<String, CensusUnderTest> underTest() {
        return pipelines;
    }
}
