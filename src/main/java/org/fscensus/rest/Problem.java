package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 tells it.
 *
 * @param type identifies the kind of problem; {@code about:blank} where the status says it all
 * @param title the kind of problem in a few words
 * @param detail what is wrong here, where, why, and what to do next
 * @param instance the request's path
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "An error, as RFC 9457 tells it.")
public record Problem(
        @Schema(description = "The kind of problem; about:blank where the status says it all.", required = true)
        String type,

        @Schema(description = "The kind of problem in a few words.", examples = "Not Found", required = true)
        String title,

        @Schema(description = "The HTTP status.", examples = "404", required = true)
        int status,

        @Schema(
                description = "What is wrong here, where, why, and what to do next.",
                examples = "There is no file system 'asq'; there are asp, cgd.",
                required = true)
        String detail,

        @Schema(description = "The request's path.") @Nullable String instance) {

    /** The media type of every error answer. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
