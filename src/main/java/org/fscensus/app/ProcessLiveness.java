package org.fscensus.app;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.fscensus.job.JobService;

/** Down where only a restart helps: a thread that runs jobs is gone. */
@Liveness
@ApplicationScoped
public class ProcessLiveness implements HealthCheck {
    private final Lifecycle lifecycle;
    private final JobService jobs;

    public ProcessLiveness(Lifecycle lifecycle, JobService jobs) {
        this.lifecycle = lifecycle;
        this.jobs = jobs;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("job-workers")
                .status(!lifecycle.isStarted() || jobs.isWorking())
                .build();
    }
}
