package org.fscensus.store;

class PageLoaderTest extends GenerationWriterContract {
    PageLoaderTest() {
        super(Loader.PAGES);
    }
}
