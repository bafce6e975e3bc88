package org.fscensus.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one generation's database into a new file. The calls come in the order in which they stand here,
 * from one thread; an exception from a consumer stops the work at once and is thrown on.
 */
interface BulkLoader extends Closeable {
    /**
     * Loads the directories.
     *
     * @param rowsDone told increments, several times a second
     * @return how many there were
     */
    long loadDirectories(DirectoryRows source, LongConsumer rowsDone) throws IOException;

    /**
     * Loads the usage relation and its sums.
     *
     * @param stepsDone told increments, {@link UsageRows#steps} in all
     */
    void loadUsage(UsageRows source, LongConsumer stepsDone) throws IOException;

    /**
     * Loads one of the other relations.
     *
     * @param rows of {@link Long}, {@link String} and null, in the order of the relation's key
     * @param checkpoint called once a batch
     */
    void load(GenerationSchema.Relation relation, Iterable<List<@Nullable Object>> rows, Runnable checkpoint)
            throws IOException;

    /**
     * Creates the indexes and the planner's statistics, and makes a database of the file.
     *
     * @param rowsDone told {@link GenerationSchema#indexRows} in all
     */
    void createIndexes(LongConsumer rowsDone) throws IOException;

    /** Closes the file, whole or not. */
    @Override
    void close() throws IOException;
}
