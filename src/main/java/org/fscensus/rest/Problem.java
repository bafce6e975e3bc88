package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
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
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance) {

    /** The media type of every error answer. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
