package org.fscensus.app.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a caller may do; each role may do all that those before it may. */
public enum Role {
    /** Asks. */
    VIEWER,
    /** Imports and cancels. */
    OPERATOR,
    /** Deletes. */
    ADMIN;

    /** As files and answers write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** @throws IllegalArgumentException naming those that there are */
    static Role parse(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is no role; roles are "
                        + Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", "))));
    }
}
