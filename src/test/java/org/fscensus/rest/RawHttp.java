package org.fscensus.rest;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
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

    /** Likewise, with a body in chunks. */
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
            socket.getOutputStream().write((chunks + "0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
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
