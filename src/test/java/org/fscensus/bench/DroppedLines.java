package org.fscensus.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.fscensus.reference.ReferenceLine;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.reference.ReferenceParser;

/** The lines of a log that are no valid UTF-8, which DuckDB cannot read: what they hold, and which figures miss it. */
final class DroppedLines {
    private final ReferenceParser parser = new ReferenceParser(ReferenceOptions.DEFAULT);
    private final Set<String> affected = new HashSet<>();
    private long files;
    private long directories;
    private long allocatedBytes;

    private DroppedLines() {}

    static DroppedLines of(Path log) throws IOException {
        DroppedLines dropped = new DroppedLines();
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(log), 1 << 20)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean ascii = true;
            int next;
            do {
                next = stream.read();
                if (next >= 0 && next != '\n') {
                    line.write(next);
                    ascii &= next < 0x80;
                } else {
                    // The last line may lack its newline.
                    if (!ascii) {
                        dropped.look(line.toByteArray());
                    }
                    line.reset();
                    ascii = true;
                }
            } while (next >= 0);
        }
        return dropped;
    }

    private void look(byte[] line) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
        } catch (CharacterCodingException e) {
            if (parser.parse(new String(line, StandardCharsets.ISO_8859_1)) instanceof ReferenceLine.Entry entry) {
                add(entry);
            }
        }
    }

    private void add(ReferenceLine.Entry entry) {
        if (entry.directory()) {
            directories++;
        } else {
            files++;
            allocatedBytes += entry.allocated();
        }
        String path = text(entry.path());
        for (int end = path.length(); end >= 0; end = path.lastIndexOf('/', end - 1)) {
            affected.add(path.substring(0, end));
        }
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Paths of the lines and of all directories above, as {@link PeerFigures} has them. */
    Set<String> affected() {
        return affected;
    }

    long files() {
        return files;
    }

    long directories() {
        return directories;
    }

    long allocatedBytes() {
        return allocatedBytes;
    }
}
