package org.fscensus.job;

/** What a client asked for, as given and not yet looked at. {@link RequestResolver} makes an import of it. */
public record JobRequest(JobSource source, JobOptions options) {

    /** A request that leaves everything but the log to the service. */
    public static JobRequest of(String path) {
        return new JobRequest(JobSource.log(path), JobOptions.NONE);
    }

    /** The same for a named file system. */
    public JobRequest withFilesystem(String name) {
        return new JobRequest(source, options.withFilesystem(name));
    }
}
