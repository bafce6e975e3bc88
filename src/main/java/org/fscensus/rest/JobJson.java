package org.fscensus.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import org.fscensus.app.JobDocument;
import org.fscensus.job.JobSnapshot;

/** Writes jobs as the answers of {@link JobsResource} have them. */
@Singleton
public class JobJson implements JobDocument {
    private final ObjectMapper mapper;

    JobJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public String json(JobSnapshot job) {
        try {
            return mapper.writeValueAsString(JobView.of(job));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("job " + job.id() + " cannot be written as JSON", e);
        }
    }
}
