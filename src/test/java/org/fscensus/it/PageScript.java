package org.fscensus.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of a page of the documentation as a script for bash, line for line: what bash says of line 57 is said of
 * line 57 of the page. Blocks of {@code sh}, {@code console}, {@code sql} and {@code python} are run, those of other
 * languages shown; a comment before a block tells what is unusual about it:
 *
 * <pre>{@code
 * <!-- not run: needs root and systemd -->
 * <!-- answers 404 -->
 * }</pre>
 *
 * @param text for {@code documented-commands.sh}, which has the functions that it calls
 * @param blocks how many are run
 * @param mistakes of the page, in words: blocks of which nobody can tell whether they are commands
 */
record PageScript(String text, int blocks, List<String> mistakes) {
    private static final Set<String> SHOWN = Set.of("text", "java", "json", "yaml", "ini", "xml", "properties", "http");
    private static final Pattern FENCE = Pattern.compile("( {0,3})```(\\w*)\\s*");
    private static final Pattern NOT_RUN = Pattern.compile("<!-- not run: \\S.*-->");
    private static final Pattern ANSWERS = Pattern.compile("<!-- answers (\\d{3}) -->");
    private static final String END = "END-OF-BLOCK";

    /**
     * Reads a page.
     *
     * @param places what stands for what in the commands, such as the address of the service
     */
    static PageScript of(List<String> page, Map<String, String> places) {
        List<String> script = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        int blocks = 0;
        String before = "";
        for (int line = 0; line < page.size(); line++) {
            Matcher fence = FENCE.matcher(page.get(line));
            if (!fence.matches()) {
                before = page.get(line).isBlank() ? before : page.get(line).strip();
                script.add("");
                continue;
            }
            int end = closing(page, line);
            List<String> body = page.subList(Math.min(line + 1, end), end).stream()
                    .map(command -> dedent(command, fence.group(1).length()))
                    .map(command -> put(places, command))
                    .toList();
            String language = fence.group(2);
            List<String> block = block(language, body, before);
            if (block.isEmpty()) {
                if (!SHOWN.contains(language) && !NOT_RUN.matcher(before).matches()) {
                    mistakes.add("line " + (line + 1) + ": a block of '" + language
                            + "' is neither sh, console, sql or python, which are run, nor one of " + SHOWN);
                }
                block = body.stream().map(shown -> "").toList();
                script.add("");
                script.addAll(block);
                script.add("");
            } else {
                blocks++;
                script.addAll(block);
            }
            line = end;
            before = "";
        }
        return new PageScript(String.join("\n", script) + "\n", blocks, mistakes);
    }

    private static int closing(List<String> page, int fence) {
        for (int line = fence + 1; line < page.size(); line++) {
            if (page.get(line).strip().equals("```")) {
                return line;
            }
        }
        return page.size();
    }

    private static String dedent(String line, int by) {
        return line.substring(Math.min(by, line.length() - line.stripLeading().length()));
    }

    private static String put(Map<String, String> places, String command) {
        String put = command;
        for (Map.Entry<String, String> place : places.entrySet()) {
            put = put.replace(place.getKey(), place.getValue());
        }
        return put;
    }

    /** The lines for a block with those of its fences; empty for one that is not run. */
    private static List<String> block(String language, List<String> body, String before) {
        if (NOT_RUN.matcher(before).matches()) {
            return List.of();
        }
        Matcher answers = ANSWERS.matcher(before);
        List<String> commands = language.equals("console") ? typed(body) : body;
        String call = switch (language) {
            case "sh", "console" -> answers.matches() ? "answers " + answers.group(1) : "";
            case "sql" -> "sql";
            case "python" -> "python";
            default -> null;
        };
        if (call == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(call.isEmpty() ? "" : call + " <<'" + END + "'");
        lines.addAll(commands);
        lines.add(call.isEmpty() ? "" : END);
        return lines;
    }

    /** What was typed at a prompt; the rest is output. */
    private static List<String> typed(List<String> console) {
        List<String> typed = new ArrayList<>();
        boolean goesOn = false;
        for (String line : console) {
            boolean command = goesOn || line.startsWith("$ ");
            typed.add(command ? line.substring(goesOn ? 0 : 2) : "");
            goesOn = command && line.endsWith("\\");
        }
        return typed;
    }
}
