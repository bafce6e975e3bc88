package org.fscensus.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.fscensus.store.GenerationStore;

/** Up where questions are answered: the service has started and its catalogue can be read. */
@Readiness
@ApplicationScoped
public class QuestionsReadiness implements HealthCheck {
    private final Lifecycle lifecycle;
    private final GenerationStore generations;

    public QuestionsReadiness(Lifecycle lifecycle, GenerationStore generations) {
        this.lifecycle = lifecycle;
        this.generations = generations;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("questions");
        if (!lifecycle.isStarted()) {
            return answer.down().withData("reason", "starting or stopping").build();
        }
        try {
            return answer.up()
                    .withData("generations", generations.generations().size())
                    .build();
        } catch (IOException e) {
            return answer.down().withData("reason", e.toString()).build();
        }
    }
}
