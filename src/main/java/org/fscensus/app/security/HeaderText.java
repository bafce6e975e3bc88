package org.fscensus.app.security;

/** What came from outside, as it may stand in answers and logs. */
public final class HeaderText {
    private HeaderText() {}

    /** As {@link #printable}, and without blanks: it cannot look like more than one word. */
    public static String word(String value, int longest) {
        return printable(value, longest).replace(' ', '?');
    }

    /** Short, and without anything that could break the line. */
    public static String printable(String value, int longest) {
        String visible = value.replaceAll("[^\\x20-\\x7e]", "?");
        return visible.length() <= longest ? visible : visible.substring(0, longest) + "...";
    }
}
