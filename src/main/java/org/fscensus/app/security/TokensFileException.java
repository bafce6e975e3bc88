package org.fscensus.app.security;

/** A tokens file that cannot be used. The message has the file, the line where there is one, the reason and the way out. */
final class TokensFileException extends Exception {
    private static final long serialVersionUID = 1L;

    TokensFileException(String message) {
        super(message);
    }

    TokensFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
