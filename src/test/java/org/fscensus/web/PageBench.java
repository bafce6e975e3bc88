package org.fscensus.web;

import com.microsoft.playwright.Browser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells how long each view of the page takes on a service that runs, from the navigation until everything that it asks
 * for is drawn: {@code src/test/bench.sh page URL FILESYSTEM [ROUNDS]}. Each time in a browser window that has nothing
 * in its cache.
 */
public final class PageBench {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;
    private static final int ROUNDS = 7;

    private PageBench() {}

    /** Arguments: the service's address, a file system's name, and how many times each view is opened. */
    @SuppressWarnings("SystemOut") // It is what this program is for.
    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("usage: URL FILESYSTEM [ROUNDS]");
            System.exit(2);
        }
        String address = arguments[0].endsWith("/") ? arguments[0] : arguments[0] + "/";
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : ROUNDS;
        try (Chromium chromium = Chromium.start()) {
            views(chromium, address, arguments[1]).forEach((name, view) -> {
                double[] millis = new double[rounds];
                for (int round = 0; round < rounds; round++) {
                    millis[round] = open(chromium, address, view);
                }
                tell(name, millis);
            });
        }
    }

    /** Each with its address; the largest directory of the file system stands for those that somebody goes down to. */
    private static Map<String, String> views(Chromium chromium, String address, String filesystem) {
        String explore = "/explore/" + filesystem;
        String down;
        try (Visit visit = visit(chromium, address)) {
            visit.open(explore);
            down = visit.page
                    .locator("fs-treemap a[tabindex='0']")
                    .first()
                    .getAttribute("href")
                    .substring(1);
        }
        Map<String, String> views = new LinkedHashMap<>();
        views.put("overview", "/");
        views.put("explore", explore);
        views.put("explore, by owner", explore + "?colour=owner");
        views.put("explore, icicle", explore + "?shape=icicle");
        views.put("explore, by files", explore + "?by=files");
        views.put("explore, its largest directory", down);
        views.put("who and how old", "/usage/" + filesystem);
        views.put("groups by size", "/usage/" + filesystem + "?rows=group&columns=size");
        views.put("where the old lie", "/where/" + filesystem + "?age=1y-");
        views.put("growth", "/growth/" + filesystem);
        views.put("jobs", "/jobs");
        return views;
    }

    private static Visit visit(Chromium chromium, String address) {
        return chromium.visit(address, new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT));
    }

    private static double open(Chromium chromium, String address, String view) {
        try (Visit visit = visit(chromium, address)) {
            visit.open(view);
            return ((Number) visit.page.evaluate("performance.now()")).doubleValue();
        }
    }

    @SuppressWarnings("SystemOut") // It is what this program is for.
    private static void tell(String name, double[] millis) {
        List<String> all = new ArrayList<>();
        for (double one : millis) {
            all.add(String.format(Locale.ROOT, "%.0f", one));
        }
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %s |%n",
                name,
                sorted[sorted.length / 2],
                sorted[sorted.length - 1],
                String.join(" ", all));
    }
}
