package org.fscensus.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.job.JobState;
import org.fscensus.pipeline.Phase;
import org.fscensus.pipeline.PhaseSnapshot;
import org.junit.jupiter.api.Test;

/** Annotations cannot name an enum's constants: this holds the described values to the real ones. */
class JobViewTest {
    @Test
    void describesTheStatesOfJobs() throws NoSuchFieldException {
        assertThat(described(JobView.class, "state"))
                .containsExactly(Arrays.stream(JobState.Id.values())
                        .map(JobState.Id::label)
                        .toArray(String[]::new));
    }

    @Test
    void describesThePhasesAndTheirStates() throws NoSuchFieldException {
        assertThat(described(JobView.PhaseView.class, "name"))
                .containsExactly(Arrays.stream(Phase.values()).map(Phase::id).toArray(String[]::new));
        assertThat(described(JobView.PhaseView.class, "state"))
                .containsExactly(Stream.of(PhaseSnapshot.State.values())
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
    }

    private static String[] described(Class<?> view, String field) throws NoSuchFieldException {
        return view.getDeclaredField(field).getAnnotation(Schema.class).enumeration();
    }
}
