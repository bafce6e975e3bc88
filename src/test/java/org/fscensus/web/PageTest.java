package org.fscensus.web;

import com.microsoft.playwright.Browser;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A browser, and a service that has something to show. */
abstract class PageTest {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;

    private static @Nullable Chromium chromium;
    private static @Nullable Path filled;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI address;

    @ConfigProperty(name = "fscensus.data-dir")
    Path data;

    @BeforeAll
    static void findBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void closeBrowser() {
        if (chromium != null) {
            chromium.close();
            chromium = null;
        }
    }

    /** Not before all tests: the address of the service is known only now. Once for all that share the service. */
    @BeforeEach
    void fill() throws IOException {
        if (!data.equals(filled)) {
            DemoService.fill(data.resolve("incoming"));
            filled = data;
        }
    }

    static void writeLog(Path log, int directories, int files) throws IOException {
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(LogShape.of(directories, files, 1)).writeTo(out);
        }
    }

    Visit visit() {
        return visit(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT));
    }

    Visit visit(Browser.NewContextOptions options) {
        return Objects.requireNonNull(chromium).visit(address.toString(), options);
    }
}
