package org.fscensus.app;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;
import org.jspecify.annotations.Nullable;

/** Tells what comes of a client that has gone away, at whatever moment, or sends no HTTP, from what is an error of ours. */
public final class Disconnection {
    /** For these the system's socket calls have no exception of their own. */
    private static final Set<String> RESET = Set.of("Connection reset by peer", "Connection reset", "Broken pipe");

    private static final int DEEPEST = 20;

    private Disconnection() {}

    /** Whether a failure is nothing but the end of a connection, or of a body that the client was sending. */
    public static boolean isCauseOf(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof ClosedChannelException
                    || cause instanceof HttpClosedException
                    || cause instanceof StreamResetException
                    || (cause instanceof IOException broken && (isReset(broken) || isOfBody(broken)))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isReset(IOException failure) {
        return RESET.contains(String.valueOf(failure.getMessage()));
    }

    /** Malformed chunks, a wait that was too long: the body's stream has no exception of its own, but is where it is from. */
    private static boolean isOfBody(IOException failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return stack.length > 0 && stack[0].getClassName().startsWith(VertxInputStream.class.getName());
    }
}
