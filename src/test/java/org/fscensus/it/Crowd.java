package org.fscensus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hundreds of clients of a service on this host, all on one thread, so that they cost little beside it. Any thread may
 * add clients.
 */
final class Crowd implements AutoCloseable {
    private static final int WAKE_MILLIS = 20;
    private static final int BUFFER = 1 << 16;

    private final InetSocketAddress address;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "crowd");
    private final Queue<Client> arriving = new ConcurrentLinkedQueue<>();
    private final List<Poller> pollers = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final AtomicLong answers = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean closing;

    Crowd(int port) throws IOException {
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        selector = Selector.open();
        thread.setDaemon(true);
        thread.start();
    }

    /** Adds clients that ask for something again and again. */
    void poll(int count, String path, long pauseMillis) {
        for (int i = 0; i < count; i++) {
            // They do not come all at once.
            arriving.add(new Poller(
                    path, pauseMillis, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis * i / count)));
        }
        selector.wakeup();
    }

    /** Adds clients that follow events. */
    List<Follower> follow(int count, String path, boolean reading) {
        List<Follower> followers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            followers.add(new Follower(path, reading));
        }
        arriving.addAll(followers);
        selector.wakeup();
        return followers;
    }

    /** Of pollers, so far. */
    long answers() {
        return answers.get();
    }

    /** What was not as it should be. */
    List<String> failures() {
        return failures;
    }

    private void run() {
        try (Selector toClose = selector) {
            while (!closing) {
                selector.select(WAKE_MILLIS);
                for (Client next = arriving.poll(); next != null; next = arriving.poll()) {
                    next.connect();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Client) key.attachment()).ready(key);
                }
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                pollers.forEach(poller -> poller.askIfDue(now));
            }
            for (SelectionKey key : toClose.keys()) {
                key.channel().close();
            }
        } catch (IOException | RuntimeException e) {
            failures.add("the crowd broke up: " + e);
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection. Only the crowd's thread, but for what is volatile. */
    private abstract class Client {
        private final ByteBuffer request;
        private @Nullable SocketChannel channel;
        /** By another thread, perhaps between the moment that bytes have come and the one that they are read. */
        private volatile boolean left;

        Client(String path, String header) {
            request = ByteBuffer.wrap(
                    ("GET /" + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + address.getPort() + "\r\n" + header + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }

        void connect() throws IOException {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            prepare(opened);
            opened.connect(address);
            opened.configureBlocking(false);
            opened.register(selector, isReading() ? SelectionKey.OP_READ : 0, this);
        }

        void prepare(SocketChannel opened) throws IOException {}

        boolean isReading() {
            return true;
        }

        /** A request is far smaller than what a connection takes at once. */
        final void ask() {
            try {
                SocketChannel connected = channel;
                request.rewind();
                if (connected == null || connected.write(request) < request.limit()) {
                    failures.add("a request could not be sent");
                }
            } catch (IOException e) {
                failures.add("a request could not be sent: " + e);
            }
        }

        final void ready(SelectionKey key) {
            try {
                SocketChannel connected = (SocketChannel) key.channel();
                buffer.clear();
                int read = connected.read(buffer);
                if (read < 0) {
                    key.cancel();
                    connected.close();
                    ended();
                } else {
                    received(new String(buffer.array(), 0, read, StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                if (!left) {
                    failures.add(this + ": " + e);
                }
                key.cancel();
            }
        }

        abstract void received(String bytes);

        abstract void ended();

        final void leave(boolean abruptly) {
            left = true;
            try {
                SocketChannel connected = channel;
                if (connected != null) {
                    if (abruptly) {
                        connected.setOption(StandardSocketOptions.SO_LINGER, 0);
                    }
                    connected.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Asks once it has its answer and has waited. */
    private final class Poller extends Client {
        private final String path;
        private final long pauseNanos;
        private final StringBuilder answer = new StringBuilder();
        private long due;
        private boolean asking;

        Poller(String path, long pauseMillis, long due) {
            super(path, "");
            this.path = path;
            this.due = due;
            pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        }

        @Override
        void connect() throws IOException {
            super.connect();
            pollers.add(this);
        }

        void askIfDue(long now) {
            if (!asking && now - due >= 0) {
                asking = true;
                ask();
            }
        }

        @Override
        void received(String bytes) {
            answer.append(bytes);
            if (isWhole()) {
                if (!answer.toString().startsWith("HTTP/1.1 200 ")) {
                    failures.add(path + " was answered " + answer);
                }
                answers.incrementAndGet();
                answer.setLength(0);
                asking = false;
                due = System.nanoTime() + pauseNanos;
            }
        }

        private boolean isWhole() {
            int head = answer.indexOf("\r\n\r\n");
            if (head < 0) {
                return false;
            }
            int length = answer.indexOf("content-length: ");
            if (length >= 0 && length < head) {
                int from = length + "content-length: ".length();
                int body = Integer.parseInt(answer.substring(from, answer.indexOf("\r\n", from)));
                return answer.length() >= head + 4 + body;
            }
            return answer.substring(Math.max(0, answer.length() - 5)).equals("0\r\n\r\n");
        }

        @Override
        void ended() {
            failures.add("the connection that asks for " + path + " was ended");
        }
    }

    /** Follows a stream of events, and remembers the last. What it knows may be read by any thread. */
    final class Follower extends Client {
        private final boolean reading;
        private final StringBuilder line = new StringBuilder();
        private volatile int events;
        private volatile String event = "";
        private volatile String data = "";
        private volatile boolean ended;

        Follower(String path, boolean reading) {
            super(path, "Accept: text/event-stream\r\n");
            this.reading = reading;
        }

        @Override
        void connect() throws IOException {
            super.connect();
            ask();
        }

        @Override
        void prepare(SocketChannel opened) throws IOException {
            if (!reading) {
                opened.setOption(StandardSocketOptions.SO_RCVBUF, 2048);
            }
        }

        @Override
        boolean isReading() {
            return reading;
        }

        /** Events are lines; those that tell the length of a piece of the answer, and its head, are like none of them. */
        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // only the crowd's thread writes
        void received(String bytes) {
            for (int i = 0; i < bytes.length(); i++) {
                char c = bytes.charAt(i);
                if (c != '\n') {
                    line.append(c);
                    continue;
                }
                if (line.indexOf("event:") == 0) {
                    event = line.substring("event:".length());
                } else if (line.indexOf("data:") == 0) {
                    data = line.substring("data:".length());
                    events++;
                } else if (line.toString().equals("0\r")) {
                    ended = true;
                }
                line.setLength(0);
            }
        }

        @Override
        void ended() {
            ended = true;
        }

        int events() {
            return events;
        }

        /** The name of the last event. */
        String event() {
            return event;
        }

        /** The data of the last event. */
        String data() {
            return data;
        }

        boolean isEnded() {
            return ended;
        }

        /** Goes, properly or as a process that is killed. */
        void vanish(boolean abruptly) {
            leave(abruptly);
        }
    }
}
