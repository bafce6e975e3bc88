package org.fscensus.reference;

import java.util.ArrayList;
import java.util.List;
import org.fscensus.scanlog.PathEscape;

/** Paths as a log writes them: escapes, repeated slashes, limits. */
final class ReferencePath {
    private static final int LONGEST_NAME = 4095;
    private static final int LONGEST_PATH = 65535;

    private ReferencePath() {}

    /** The names of an absolute path from the root down; none for the root. */
    static List<String> components(String written, PathEscape escape) throws MalformedLineException {
        String path = switch (escape) {
            case NONE -> written;
            case PERCENT -> percentDecoded(written);
            case BACKSLASH -> backslashDecoded(written);
        };
        if (!path.startsWith("/")) {
            throw new MalformedLineException("the path does not begin with /");
        }
        if (path.indexOf('\0') >= 0) {
            throw new MalformedLineException("the path holds a NUL");
        }
        List<String> names = new ArrayList<>();
        int bytes = 0;
        for (String name : path.split("/", -1)) {
            if (name.isEmpty()) {
                continue;
            }
            if (name.equals(".") || name.equals("..")) {
                throw new MalformedLineException("the path holds the name " + name);
            }
            if (name.length() > LONGEST_NAME) {
                throw new MalformedLineException("a name is longer than " + LONGEST_NAME + " bytes");
            }
            bytes += 1 + name.length();
            names.add(name);
        }
        if (bytes > LONGEST_PATH) {
            throw new MalformedLineException("the path is longer than " + LONGEST_PATH + " bytes");
        }
        return List.copyOf(names);
    }

    private static String percentDecoded(String written) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '%' && i + 2 < written.length()) {
                int high = hexDigit(written.charAt(i + 1));
                int low = hexDigit(written.charAt(i + 2));
                if (high >= 0 && low >= 0) {
                    decoded.append((char) (high * 16 + low));
                    i += 2;
                    continue;
                }
            }
            decoded.append(c);
        }
        return decoded.toString();
    }

    private static int hexDigit(char c) {
        return "0123456789abcdef".indexOf(c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
    }

    private static String backslashDecoded(String written) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            char next = i + 1 < written.length() ? written.charAt(i + 1) : 0;
            if (c == '\\' && next == 'n') {
                decoded.append('\n');
                i++;
            } else if (c == '\\' && next == '\\') {
                decoded.append('\\');
                i++;
            } else {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }
}
