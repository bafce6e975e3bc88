package org.fscensus.app;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which no request comes: one that sends nothing, or its head byte by byte, would be held for as
 * long as its client likes, as the server's own time limit begins anew with every byte. While a request is being answered,
 * be it for hours, it is left alone. Called on the connection's own thread, but for {@link #ended}.
 *
 * <p>It looks once in each time that a head has, so that the limits may be exceeded by so much.
 */
final class ConnectionWatch extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<ConnectionWatch> KEY = AttributeKey.valueOf(ConnectionWatch.class.getName());

    private final ConnectionLimits limits;
    /** That have come and are not answered; over HTTP/2 there may be several. */
    private final AtomicInteger requests = new AtomicInteger();

    private volatile long since = System.nanoTime();
    /** Whether the next head has begun; a new connection has nothing else to do. */
    private volatile boolean inHead = true;

    private @Nullable ScheduledFuture<?> next;

    ConnectionWatch(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** The watch of a connection; null where connections are not watched. */
    static @Nullable ConnectionWatch of(Channel channel) {
        return channel.attr(KEY).get();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext connection) {
        connection.channel().attr(KEY).set(this);
        if (limits.open().incrementAndGet() > limits.most()) {
            connection.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        } else {
            schedule(connection);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext connection) {
        limits.open().decrementAndGet();
        if (next != null) {
            next.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext connection, Object bytes) {
        if (!inHead && requests.get() == 0) {
            since = System.nanoTime();
            inHead = true;
        }
        connection.fireChannelRead(bytes);
    }

    private void schedule(ChannelHandlerContext connection) {
        next = connection
                .executor()
                .schedule(() -> look(connection), limits.head().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext connection) {
        long most = (inHead ? limits.head() : limits.idle()).toNanos();
        if (requests.get() == 0 && System.nanoTime() - since >= most) {
            connection.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        } else {
            schedule(connection);
        }
    }

    /** A head is there. */
    void began() {
        requests.incrementAndGet();
    }

    /** A request is answered. Any thread. */
    void ended() {
        since = System.nanoTime();
        inHead = false;
        requests.decrementAndGet();
    }
}
