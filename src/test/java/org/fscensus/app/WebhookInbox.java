package org.fscensus.app;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks, as somebody else would write it. */
final class WebhookInbox implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Message> messages = new CopyOnWriteArrayList<>();

    /** What came. */
    record Message(String path, Headers headers, String text) {
        String header(String name) {
            return headers.getFirst(name);
        }

        /** Whether the signature is that of Standard Webhooks with this secret. */
        boolean isSignedWith(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                String head = header("webhook-id") + "." + header("webhook-timestamp") + ".";
                mac.update(head.getBytes(StandardCharsets.UTF_8));
                String signature =
                        Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
                return ("v1," + signature).equals(header("webhook-signature"));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** What is done with a message that has been read, the first being number 1. */
    interface Answer {
        void to(HttpExchange exchange, int number) throws IOException, InterruptedException;
    }

    WebhookInbox(Answer answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            messages.add(new Message(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), text));
            try {
                answer.to(exchange, messages.size());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    static Answer status(int... statuses) {
        return (exchange, number) -> {
            exchange.sendResponseHeaders(statuses[Math.min(number, statuses.length) - 1], -1);
            exchange.close();
        };
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook/s3cret");
    }

    List<Message> messages() {
        return messages;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
