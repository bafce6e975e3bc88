package org.fscensus.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants imported, as given and not yet looked at: one of the first four; or, last, checked again.
 *
 * @param path of a log: absolute, or relative to one of the import roots
 * @param paths of the logs of one scan, likewise; the last component and those before it may be globs
 * @param directory a live tree to be walked, absolute or relative to one of the import roots
 * @param upload where a log that came over HTTP lies, below the directory of uploads
 * @param exclude gitignore-style patterns of what a walk leaves out
 * @param oneFileSystem whether a walk keeps to the file system of its directory
 * @param generation the id of one whose database is to be checked
 */
public record JobSource(
        @Nullable String path,
        @Nullable List<String> paths,
        @Nullable String directory,
        @Nullable String upload,
        @Nullable List<String> exclude,
        @Nullable Boolean oneFileSystem,
        @Nullable String generation) {

    /** One log. */
    public static JobSource log(String path) {
        return new JobSource(path, null, null, null, null, null, null);
    }

    /** The logs of one scan. */
    public static JobSource logs(List<String> paths) {
        return new JobSource(null, paths, null, null, null, null, null);
    }

    /** A log that has been received. */
    static JobSource upload(String file) {
        return new JobSource(null, null, null, file, null, null, null);
    }

    /** A generation that is there. */
    static JobSource generation(String id) {
        return new JobSource(null, null, null, null, null, null, id);
    }
}
