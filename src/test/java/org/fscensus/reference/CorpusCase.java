package org.fscensus.reference;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A pair of the corpus: a log with an import's options, and what the census of it says.
 *
 * @param directory is in one that is named for the log's format, and holds {@code input.log}, {@code options.properties} and {@code expected.txt}
 */
public record CorpusCase(Path directory) {
    /** Beside the module's {@code pom.xml}, where Maven runs the tests. */
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    /** All cases in the order of their names. */
    public static List<CorpusCase> all() {
        try (Stream<Path> directories = Files.walk(CORPUS, 2)) {
            return directories
                    .filter(directory -> CORPUS.relativize(directory).getNameCount() == 2)
                    .sorted()
                    .map(CorpusCase::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the corpus in " + CORPUS.toAbsolutePath(), e);
        }
    }

    /** The format, and what the case is about. */
    public String name() {
        return format() + "/" + directory.getFileName();
    }

    /** The name of the directory that it is in. */
    private String format() {
        return String.valueOf(
                Objects.requireNonNull(directory.toAbsolutePath().getParent()).getFileName());
    }

    /** Its log, byte for byte. */
    public byte[] log() throws IOException {
        return Files.readAllBytes(directory.resolve("input.log"));
    }

    public ReferenceOptions options() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve("options.properties"))) {
            properties.load(reader);
        }
        return ReferenceOptions.from(properties)
                .of(Stream.of(ReferenceFormat.values())
                        .filter(one -> one.directory().equals(format()))
                        .findFirst()
                        .orElseThrow());
    }

    /** The dump of the right census, or {@link CensusDump#REFUSED}. */
    public String expected() throws IOException {
        return Files.readString(directory.resolve("expected.txt"), StandardCharsets.US_ASCII);
    }
}
