package org.fscensus.app;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.fscensus.job.JobService;
import org.fscensus.job.JobStoreException;

/**
 * Whether imports can run: the control database answers, the data directory can be written, there is some space. At
 * {@code /q/health/group/imports} only and no part of {@code /q/health}: questions are answered all the same.
 */
@HealthGroup("imports")
@ApplicationScoped
public class ImportsHealth implements HealthCheck {
    /** With less than this even a small import is likely to fail. */
    private static final long MIN_FREE_BYTES = 256L << 20;

    private final Settings settings;
    private final JobService jobs;

    public ImportsHealth(Settings settings, JobService jobs) {
        this.settings = settings;
        this.jobs = jobs;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("imports").up();
        Path data = settings.dataDirectory();
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            answer.withData("freeBytes", free);
            if (free < MIN_FREE_BYTES) {
                answer.down().withData("space", data + " has less than " + MIN_FREE_BYTES + " bytes left");
            }
            Files.delete(Files.createTempFile(DataDirectory.scratch(data), DataDirectory.HEALTH_PREFIX, ".tmp"));
        } catch (IOException e) {
            answer.down().withData("dataDirectory", data + " cannot be written: " + e);
        }
        try {
            jobs.counts();
        } catch (JobStoreException e) {
            answer.down().withData("controlDatabase", String.valueOf(e.getMessage()));
        }
        return answer.build();
    }
}
