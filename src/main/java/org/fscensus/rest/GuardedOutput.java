package org.fscensus.rest;

import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what is written, and cuts the client off where a single write does not come back in time: the server lets a
 * write wait until the client has taken what was written before. One thread writes, an event loop looks at the clock.
 */
final class GuardedOutput extends OutputStream {
    private static final Logger LOG = Logger.getLogger(GuardedOutput.class);
    private static final int LOOKS_PER_TIMEOUT = 4;

    private final OutputStream out;
    private final RoutingContext context;
    private final Duration timeout;
    private final long timer;
    private volatile @Nullable Long writingSince;
    private volatile boolean stalled;
    private boolean broken;

    GuardedOutput(OutputStream out, RoutingContext context, Duration timeout) {
        this.out = out;
        this.context = context;
        this.timeout = timeout;
        long period = Math.max(1, timeout.toMillis() / LOOKS_PER_TIMEOUT);
        this.timer = context.vertx().setPeriodic(period, id -> look());
    }

    private interface Write {
        void run() throws IOException;
    }

    private void look() {
        Long since = writingSince;
        if (since != null && !stalled && System.nanoTime() - since > timeout.toNanos()) {
            stalled = true;
            LOG.infof(
                    "The client of %s took nothing for %s s and is cut off",
                    context.request().path(), seconds());
            cutOff();
        }
    }

    /** Without waiting for what is written to be taken, as an orderly end would. */
    private void cutOff() {
        if (context.request().version() == HttpVersion.HTTP_2) {
            context.response().reset();
        } else {
            // Closed any further out, it would first be flushed.
            ((ConnectionBase) context.request().connection())
                    .channelHandlerContext()
                    .close()
                    .addListener(closed -> {
                        if (!closed.isSuccess()) {
                            LOG.warn("The connection of a client that takes nothing cannot be closed", closed.cause());
                        }
                    });
        }
    }

    private void watch(Write write) throws IOException {
        if (broken) {
            // A generator that is closed writes what it still has.
            throw new ClientGoneException("the answer has broken off already", null);
        }
        writingSince = System.nanoTime();
        try {
            write.run();
        } catch (IOException e) {
            broken = true;
            throw new ClientGoneException(
                    stalled ? "the client took nothing for " + seconds() + " s" : "the client is gone", e);
        } finally {
            writingSince = null;
        }
    }

    private String seconds() {
        return String.valueOf(timeout.toMillis() / (double) TimeUnit.SECONDS.toMillis(1));
    }

    @Override
    public void write(int b) throws IOException {
        watch(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        watch(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() throws IOException {
        watch(out::flush);
    }

    /** Ends the watch; the stream below belongs to the server. */
    @Override
    public void close() {
        context.vertx().cancelTimer(timer);
    }
}
