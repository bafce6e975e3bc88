package org.fscensus.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Directories by part of their name: {@link DirectoryQuery#list} for somebody who looks for something, not by figures. A
 * text with {@code *} or {@code ?} in it is a pattern for the whole name, any other is a part of it; case does not matter
 * unless it is asked to. Thread-safe; every method throws {@link QuestionException}.
 */
public final class DirectorySearch {
    /** The parameters of {@link #list}. */
    public static final Set<String> PARAMETERS;

    /** Those that mean the same to a list. */
    private static final Set<String> PASSED_ON =
            Set.of("path", "exclude", "minDepth", "maxDepth", "sort", "limit", "cursor", "generation");

    static {
        List<String> all = new ArrayList<>(PASSED_ON);
        all.addAll(List.of("q", "ignoreCase"));
        PARAMETERS = Set.copyOf(all);
    }

    private final DirectoryQuery directories;

    public DirectorySearch(DirectoryQuery directories) {
        this.directories = directories;
    }

    /**
     * What was found, the largest first where no order is given, to be read and closed.
     *
     * @param selector see {@link Filesystems#select}
     */
    public DirectoryList list(String selector, Parameters parameters) {
        return directories.list(selector, listParameters(parameters));
    }

    /** The list's parameters that find the same. */
    private static Parameters listParameters(Parameters parameters) {
        List<String> asked = parameters.all("q");
        if (asked.isEmpty()) {
            throw QuestionException.invalid("parameter q is missing; give a part of the name of the directories"
                    + " that you look for, or a pattern such as run_20??");
        }
        Map<String, List<String>> question = new HashMap<>();
        for (String name : PASSED_ON) {
            List<String> values = parameters.all(name);
            if (!values.isEmpty()) {
                question.put(name, values);
            }
        }
        question.put("name", asked.stream().map(DirectorySearch::pattern).toList());
        boolean ignoreCase = parameters.text("ignoreCase") == null || parameters.flag("ignoreCase");
        question.put("ignoreCase", List.of(Boolean.toString(ignoreCase)));
        return new Parameters(question, DirectoryQuery.LIST_PARAMETERS, parameters.permitted());
    }

    private static String pattern(String asked) {
        if (asked.indexOf('/') >= 0) {
            throw QuestionException.invalid("parameter q: '" + asked + "' has a /, but only the last name of a path is"
                    + " searched; give the directories above it as path");
        }
        boolean isPattern = asked.indexOf('*') >= 0 || asked.indexOf('?') >= 0;
        // In a part of a name, brackets are themselves.
        return isPattern ? asked : "*" + asked.replace("[", "%5B") + "*";
    }
}
