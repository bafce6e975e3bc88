package org.fscensus.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends requests byte for byte, also such as no client library would. */
final class RawClient {
    private static final int READ_TIMEOUT_MILLIS = 30_000;
    private static final int HEX = 16;

    private final int port;

    RawClient(int port) {
        this.port = port;
    }

    /**
     * @param target as it stands in the request line, in ISO-8859-1
     * @param headers lines, without Host and the body's length
     * @param body a byte for each character; null where there is none
     * @param chunked whether the body goes in pieces, of a length that is not told
     */
    record Request(
            String method,
            String target,
            Map<String, String> headers,
            @Nullable String body,
            boolean chunked) {
        byte[] bytes(int port) {
            StringBuilder head = new StringBuilder(
                    method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            if (body != null) {
                head.append(chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + body.length() + "\r\n");
            }
            head.append("\r\n");
            if (body != null && chunked) {
                String piece = body.isEmpty() ? "" : Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
                head.append(piece).append("0\r\n\r\n");
            } else if (body != null) {
                head.append(body);
            }
            return head.toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            String shown = body == null ? "" : "\n" + shorten(body);
            return method + " " + shorten(target) + " " + shorten(headers.toString()) + shown;
        }
    }

    /**
     * @param headers with names in lower case
     * @param body a byte for each character
     */
    record Answer(int status, Map<String, String> headers, String body, long millis) {
        String mediaType() {
            return headers.getOrDefault("content-type", "")
                    .replaceFirst(";.*", "")
                    .strip();
        }

        String text() {
            return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return status + " " + headers + " after " + millis + " ms\n" + shorten(text());
        }
    }

    /** Waits for the whole answer; of a stream of events, which need not end, for the first. */
    Answer send(Request request) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.bytes(port));
            InputStream in = socket.getInputStream();
            String[] head = head(in).split("\r\n", -1);
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < head.length; i++) {
                int colon = head[i].indexOf(':');
                headers.put(
                        head[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        head[i].substring(colon + 1).strip());
            }
            boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
            boolean endless = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
            byte[] body = chunked ? chunks(in, endless) : in.readAllBytes();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return new Answer(
                    Integer.parseInt(head[0].split(" ", -1)[1]),
                    headers,
                    new String(body, StandardCharsets.ISO_8859_1),
                    millis);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the connection ended within the answer's head: " + head);
            }
            head.append((char) b);
        }
        head.setLength(head.length() - 4);
        return head.toString();
    }

    private static byte[] chunks(InputStream in, boolean onlyFirst) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int length = Integer.parseInt(line(in), HEX);
        while (length > 0) {
            body.writeBytes(in.readNBytes(length));
            line(in);
            if (onlyFirst) {
                return body.toByteArray();
            }
            length = Integer.parseInt(line(in), HEX);
        }
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ended within the answer's body");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private static String shorten(String text) {
        int most = 1500;
        return text.length() <= most ? text : text.substring(0, most) + "... (" + text.length() + " characters)";
    }
}
