package org.fscensus.app;

import io.quarkus.logging.LoggingFilter;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps out of the log that a client went away while it was sent events: an error to the framework, which writes until it
 * notices, and usual here. Only these loggers are concerned, and only that failure.
 */
@LoggingFilter(name = "vanished-clients")
public final class VanishedClients implements Filter {
    private static final Set<String> STREAMS = Set.of(
            "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler",
            "io.netty.channel.AbstractChannelHandlerContext");

    /** Netty writes what it could tell nobody into the message. */
    private static final String CLOSED = "ClosedChannelException";

    @Override
    public boolean isLoggable(LogRecord message) {
        return !STREAMS.contains(message.getLoggerName())
                || !(Disconnection.isCauseOf(message.getThrown())
                        || String.valueOf(message.getMessage()).contains(CLOSED));
    }
}
