package org.fscensus.app;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fscensus.app.security.HeaderText;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are this machine's own, and which requests may be served while there are no access tokens.
 *
 * <p>Listening on loopback keeps other machines out, but not the web pages in a browser on this one: a page may send
 * requests to 127.0.0.1 (their {@code Origin} tells), and a name that its author controls may be made to point there
 * (DNS rebinding; the {@code Host} tells). A name is therefore taken by its spelling alone and never looked up.
 */
final class LoopbackRules {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("127(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("::1|0:0:0:0:0:0:0:1");

    /** A host, in brackets where it holds colons, and perhaps a port: nothing that could carry user information. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]]*]|[^\\[\\]:]*)(?::(\\d{1,5}))?");

    private static final int LONGEST_SHOWN = 100;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private LoopbackRules() {}

    /**
     * Why a request is not served.
     *
     * @param status the HTTP status of the answer
     * @param detail what is wrong and what to do, for people
     */
    record Refusal(int status, String detail) {}

    /**
     * Whether a name or literal address, an IPv6 one with or without brackets, is this machine's own: {@code localhost},
     * 127.0.0.0/8 in the usual four decimal numbers, {@code ::1}.
     */
    static boolean isLoopback(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.toLowerCase(Locale.ROOT).equals("localhost")
                || IPV4.matcher(bare).matches()
                || IPV6.matcher(bare).matches();
    }

    /**
     * Judges a request by its headers, each given with all its values.
     *
     * @param hosts the authorities that the request names; more than one is a smuggling attempt
     * @param tls whether it came over TLS, which sets the port that an authority without one means
     * @return why it is refused, null if it may pass
     */
    static @Nullable Refusal judge(List<String> hosts, List<String> origins, List<String> fetchSites, boolean tls) {
        Refusal ambiguous = judgeWithTokens(hosts);
        if (ambiguous != null) {
            return ambiguous;
        }
        int port = loopbackPort(hosts.get(0), tls ? HTTPS_PORT : HTTP_PORT);
        if (port < 0) {
            return new Refusal(
                    421,
                    "The Host header names '" + HeaderText.printable(hosts.get(0), LONGEST_SHOWN)
                            + "', and this service answers only to"
                            + " localhost, 127.0.0.1 or [::1] as long as it has no access tokens."
                            + " Call it by one of these names.");
        }
        for (String origin : origins) {
            if (originPort(origin) != port) {
                return new Refusal(
                        403,
                        "The request comes from a page of '" + HeaderText.printable(origin, LONGEST_SHOWN)
                                + "'; only pages that this service itself serves may call it."
                                + " Open its own address, or call it from outside a browser.");
            }
        }
        for (String site : fetchSites) {
            if (site.equalsIgnoreCase("cross-site")) {
                return new Refusal(
                        403,
                        "The request was set off by a page of another site (Sec-Fetch-Site: cross-site);"
                                + " type the address into the browser, or call it from outside a browser.");
            }
        }
        return null;
    }

    /**
     * Judges a request where there are access tokens. A browser sends none by itself, and a page of another site cannot get
     * at the one that a page of this service has: there is nothing to misuse, and behind a proxy the names are the proxy's.
     * What stays is that a request names one authority.
     *
     * @return why it is refused, null if it may pass
     */
    static @Nullable Refusal judgeWithTokens(List<String> hosts) {
        return hosts.size() == 1
                ? null
                : new Refusal(
                        400,
                        "The request has " + hosts.size() + " Host headers; send exactly one, such as localhost:8080.");
    }

    /** The port that a loopback authority means, -1 if it is malformed or of another host. */
    private static int loopbackPort(String authority, int defaultPort) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches() || parts.group(1).contains("]") != parts.group(1).contains(":")) {
            return -1;
        }
        if (!isLoopback(parts.group(1))) {
            return -1;
        }
        String port = parts.group(2);
        int number = port == null ? defaultPort : Integer.parseInt(port);
        return number >= 1 && number <= 65535 ? number : -1;
    }

    private static int originPort(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://")) {
            return loopbackPort(lower.substring("http://".length()), HTTP_PORT);
        }
        if (lower.startsWith("https://")) {
            return loopbackPort(lower.substring("https://".length()), HTTPS_PORT);
        }
        return -1;
    }
}
