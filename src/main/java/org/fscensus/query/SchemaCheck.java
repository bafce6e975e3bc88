package org.fscensus.query;

import org.fscensus.store.Generation;

/** Tells which generations are too old for a question, without opening them. */
final class SchemaCheck {
    private SchemaCheck() {}

    /**
     * @param since the first version of the schema whose databases can answer
     * @param what they hold, and older ones do not, such as "usage below a path"
     * @throws QuestionException if this generation is of an older version; a problem of this generation alone
     */
    static void require(Generation generation, int since, String what) {
        if (generation.schemaVersion() < since) {
            throw new QuestionException(
                    QuestionException.Kind.OUTDATED,
                    "generation " + generation.id() + " of " + generation.filesystem()
                            + " was imported by an older version of the service (schema " + generation.schemaVersion()
                            + "), whose databases do not hold " + what + " (schema " + since
                            + "); import its scan again, or ask what whole file systems and directories can answer");
        }
    }
}
