package org.fscensus.app;

import io.quarkus.logging.LoggingFilter;
import java.nio.channels.ClosedChannelException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/** Keeps out of the log that a client went away while it was sent events: an error to the framework, and usual here. */
@LoggingFilter(name = "vanished-clients")
public final class VanishedClients implements Filter {
    private static final String STREAMS = "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";

    @Override
    public boolean isLoggable(LogRecord message) {
        return !(STREAMS.equals(message.getLoggerName()) && message.getThrown() instanceof ClosedChannelException);
    }
}
