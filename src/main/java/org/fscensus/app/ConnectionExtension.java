package org.fscensus.app;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Has Netty watch the connections that come in. Netty makes it by itself, as a service (META-INF/services), and only in a
 * process that was started with {@link Main}: what is set here is for all of that process.
 */
public final class ConnectionExtension extends ChannelInitializerExtension {
    private static volatile @Nullable ConnectionLimits limits;

    /** Lets Netty look for it; before Netty opens its first connection. */
    static void enable() {
        System.getProperties().putIfAbsent(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /** Begins to hold connections to limits. */
    static void use(ConnectionLimits chosen) {
        limits = chosen;
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        ConnectionLimits chosen = limits;
        if (chosen != null) {
            channel.pipeline().addFirst(new ConnectionWatch(chosen));
        }
    }

    /** For Netty's log. */
    @Override
    public String toString() {
        return "limits on connections";
    }
}
