package org.fscensus.rest;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Sends a request's head byte for byte, for what a client library would not send. */
final class RawHttp {
    private RawHttp() {}

    /** The whole answer, head and body, up to the end of the connection. */
    static String exchange(String... head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            send(socket, head);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Likewise, with the beginning of a body in chunks, of which the last does not come. */
    static String exchangeChunks(String body, String... head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            send(socket, head);
            int chunk = 50_000;
            StringBuilder chunks = new StringBuilder();
            for (int at = 0; at < body.length(); at += chunk) {
                String part = body.substring(at, Math.min(body.length(), at + chunk));
                chunks.append(Integer.toHexString(part.length()))
                        .append("\r\n")
                        .append(part)
                        .append("\r\n");
            }
            Thread sender = new Thread(() -> {
                try {
                    socket.getOutputStream().write(chunks.toString().getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    // The server need not take it all.
                }
            });
            sender.start();
            return readToCloseOrReset(socket);
        }
    }

    /** A connection that is closed while something of the request was not read yet ends with a reset. */
    private static String readToCloseOrReset(Socket socket) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            int b;
            while ((b = socket.getInputStream().read()) >= 0) {
                answer.write(b);
            }
        } catch (SocketException e) {
            // What has come is looked at.
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** The first comment of an event stream, which need not end. */
    static String firstComment(String... head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            send(socket, head);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            while (line != null && !line.startsWith(":")) {
                line = lines.readLine();
            }
            return String.valueOf(line);
        }
    }

    private static void send(Socket socket, String... head) throws IOException {
        String request = String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }
}
