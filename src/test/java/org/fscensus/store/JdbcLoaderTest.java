package org.fscensus.store;

class JdbcLoaderTest extends GenerationWriterContract {
    JdbcLoaderTest() {
        super(Loader.JDBC);
    }
}
