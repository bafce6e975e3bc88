package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.store.DatabaseProblem;
import org.jspecify.annotations.Nullable;

/** A database that is missing from an answer. */
@Schema(name = "DatabaseProblem", description = "A database whose figures are missing from the answer")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DatabaseProblemView(
        @Schema(description = "Absent where nobody can tell", examples = "asp") @Nullable String filesystem,

        @Schema(description = "Id of the generation; absent of a file that is none") @Nullable String generation,

        @Schema(description = "What is wrong, and what to do", required = true)
        String detail) {

    /** Null where there are none, so that the field is left out. */
    static @Nullable List<DatabaseProblemView> of(List<DatabaseProblem> problems) {
        return problems.isEmpty()
                ? null
                : problems.stream()
                        .map(one -> new DatabaseProblemView(one.filesystem(), one.generation(), one.detail()))
                        .toList();
    }
}
