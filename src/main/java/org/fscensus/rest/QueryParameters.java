package org.fscensus.rest;

import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** What all calls have in common in reading their query parameters. */
final class QueryParameters {
    private QueryParameters() {}

    /** @throws ProblemException naming the first parameter that is not among the known ones */
    static void only(UriInfo uri, List<String> known) {
        for (String name : uri.getQueryParameters().keySet()) {
            if (!known.contains(name)) {
                throw ProblemException.badRequest(name + ": is no parameter of this call; "
                        + (known.isEmpty() ? "it has none" : "there are " + String.join(", ", known)));
            }
        }
    }
}
