package org.fscensus.app.security;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what where there are access tokens: every call there is, in one table. What is not in it is refused to
 * everybody, whatever resource stands behind it; AccessTest fails for one that is missing.
 */
final class AccessRules {
    /** Who may. */
    enum Who {
        /** Without a token. */
        ANYBODY,
        /** Every token; the answer shows what its limits let through. */
        EVERY_TOKEN,
        /** Viewers without limits: what it tells is not limited to file systems and paths. */
        UNLIMITED_VIEWERS,
        OPERATORS,
        ADMINS
    }

    private record Rule(Who who, String method, List<String> path) {}

    private static final String FILESYSTEM = "/api/v1/filesystems/{filesystem}";

    /** Any rest of a path. */
    private static final String REST = "**";

    private static final List<Rule> RULES = List.of(
            rule(Who.ANYBODY, "GET", "/q/health/**"),
            rule(Who.EVERY_TOKEN, "GET", "/api/v1/me"),
            rule(Who.EVERY_TOKEN, "GET", "/api/v1/filesystems"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/directory"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/directories"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/search"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/tree"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/usage"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/owners"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/groups"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/histograms/age"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/histograms/size"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/where"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/history"),
            rule(Who.EVERY_TOKEN, "GET", FILESYSTEM + "/growth"),
            rule(Who.UNLIMITED_VIEWERS, "GET", FILESYSTEM + "/generations/{id}"),
            rule(Who.UNLIMITED_VIEWERS, "GET", "/api/v1/jobs"),
            rule(Who.UNLIMITED_VIEWERS, "GET", "/api/v1/jobs/{id}"),
            rule(Who.UNLIMITED_VIEWERS, "GET", "/api/v1/jobs/{id}/events"),
            rule(Who.UNLIMITED_VIEWERS, "GET", "/api/v1/jobs/{id}/rejected"),
            rule(Who.UNLIMITED_VIEWERS, "GET", "/api/v1/events"),
            rule(Who.UNLIMITED_VIEWERS, "GET", "/q/metrics/**"),
            rule(Who.UNLIMITED_VIEWERS, "GET", "/q/openapi"),
            rule(Who.UNLIMITED_VIEWERS, "GET", "/q/swagger-ui/**"),
            rule(Who.OPERATORS, "POST", "/api/v1/jobs"),
            rule(Who.OPERATORS, "DELETE", "/api/v1/jobs/{id}"),
            rule(Who.OPERATORS, "PUT", "/api/v1/uploads/{fileName}"),
            rule(Who.OPERATORS, "POST", FILESYSTEM + "/generations/{id}/verify"),
            rule(Who.ADMINS, "DELETE", FILESYSTEM + "/generations/{id}"),
            rule(Who.ADMINS, "DELETE", FILESYSTEM));

    /** A file of the web pages, by a path that cannot mean anything else. */
    private static final Pattern PAGE = Pattern.compile("/|(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    private static final Pattern NOT_A_PAGE = Pattern.compile("/(?:api|q)(?:/.*)?", Pattern.CASE_INSENSITIVE);

    private AccessRules() {}

    private static Rule rule(Who who, String method, String path) {
        return new Rule(who, method, segments(path));
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    /**
     * Who may do something; null for what is not to be done by anybody.
     *
     * @param path normalized
     */
    static @Nullable Who who(String method, String path) {
        String like = method.equals("HEAD") ? "GET" : method;
        if (isPage(path)) {
            return like.equals("GET") ? Who.ANYBODY : null;
        }
        for (Rule rule : matching(path)) {
            if (rule.method().equals(like)) {
                return rule.who();
            }
        }
        return null;
    }

    /** The methods that somebody may use, as the header Allow has them; empty where there is nothing. */
    static String methods(String path) {
        TreeSet<String> methods = new TreeSet<>();
        for (Rule rule : matching(path)) {
            methods.add(rule.method());
        }
        if (isPage(path)) {
            methods.add("GET");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    private static boolean isPage(String path) {
        return PAGE.matcher(path).matches() && !NOT_A_PAGE.matcher(path).matches();
    }

    private static List<Rule> matching(String path) {
        List<Rule> matching = new ArrayList<>();
        // What follows a semicolon is no part of the path to Jakarta REST: such a path could be two things.
        if (path.startsWith("/") && path.indexOf(';') < 0) {
            List<String> asked = segments(path);
            for (Rule rule : RULES) {
                if (matches(rule.path(), asked)) {
                    matching.add(rule);
                }
            }
        }
        return matching;
    }

    private static boolean matches(List<String> rule, List<String> asked) {
        for (int i = 0; i < rule.size(); i++) {
            if (rule.get(i).equals(REST)) {
                return true;
            }
            if (i >= asked.size()) {
                return false;
            }
            boolean any = rule.get(i).startsWith("{") && !asked.get(i).isEmpty();
            if (!any && !rule.get(i).equals(asked.get(i))) {
                return false;
            }
        }
        return rule.size() == asked.size();
    }
}
