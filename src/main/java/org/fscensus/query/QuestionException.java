package org.fscensus.query;

import org.jspecify.annotations.Nullable;

/** A question that cannot be answered; the message tells the asker what is wrong and what to do. */
public final class QuestionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why there is no answer. */
    public enum Kind {
        /** The question itself is wrong. */
        INVALID,
        /** It names a file system, generation or path that there is not. */
        UNKNOWN,
        /** It goes on with a generation that is no longer served. */
        GONE,
        /** It took too long, and was interrupted. */
        TIMEOUT,
        /** Too many others are being answered. */
        BUSY,
        /** The database cannot be read. */
        UNREADABLE,
        /** The database lacks what is asked for: an older version of the program wrote it. */
        OUTDATED,
        /** Which databases there are cannot be told right now. */
        UNAVAILABLE,
        /** This version cannot answer it. */
        UNSUPPORTED
    }

    private final Kind kind;

    public QuestionException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public QuestionException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** A wrong question. */
    public static QuestionException invalid(String message) {
        return new QuestionException(Kind.INVALID, message);
    }

    /** A question about something that there is not. */
    public static QuestionException unknown(String message) {
        return new QuestionException(Kind.UNKNOWN, message);
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it is the fault of one database, so that others can answer all the same. */
    public boolean isOfOneDatabase() {
        return kind == Kind.UNREADABLE || kind == Kind.OUTDATED;
    }
}
