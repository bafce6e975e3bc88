package org.fscensus.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The machine's own Chromium, without a window. Where there is none, tests are skipped, or fail if the environment has
 * {@code FSCENSUS_REQUIRE_BROWSER=1}.
 */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        // Without its sandbox it also runs as root, as it does in containers.
                        .setArgs(List.of("--no-sandbox", "--force-color-profile=srgb")));
    }

    static Chromium start() {
        Optional<Path> executable = find();
        if (executable.isEmpty()) {
            String advice = "There is no Chromium on the PATH; install it (apt-get install chromium),"
                    + " or name it in the environment variable CHROMIUM.";
            if ("1".equals(System.getenv("FSCENSUS_REQUIRE_BROWSER"))) {
                Assertions.fail(advice);
            }
            Assumptions.abort("The page was not tested. " + advice);
        }
        return new Chromium(executable.orElseThrow());
    }

    private static Optional<Path> find() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        List<String> directories =
                List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1));
        return NAMES.stream()
                .flatMap(name -> directories.stream().map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A browser's window that nobody used before. */
    Visit visit(String address, Browser.NewContextOptions options) {
        return new Visit(browser.newContext(options), address);
    }

    @Override
    public void close() {
        Stream.<AutoCloseable>of(browser, playwright).forEach(Chromium::end);
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("the browser did not end", e);
        }
    }
}
