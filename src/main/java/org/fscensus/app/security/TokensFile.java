package org.fscensus.app.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fscensus.query.MountAliases;

/** The file in which the operator keeps the tokens' hashes. It is read only; see {@link TokenLine} for its lines. */
final class TokensFile {
    static final String KEY = "fscensus.security.tokens-file";

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_TOKENS = 1000;
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final MountAliases aliases;

    TokensFile(Path path, MountAliases aliases) {
        this.path = path;
        this.aliases = aliases;
    }

    Path path() {
        return path;
    }

    /**
     * What is in the file.
     *
     * @throws TokensFileException if it cannot be read, or others than its owner can read or write it
     */
    byte[] read() throws TokensFileException {
        checkMode(path);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new TokensFileException(path + " is larger than " + MOST_BYTES + " bytes; it is no tokens file");
            }
            return bytes;
        } catch (IOException e) {
            throw new TokensFileException(path + " cannot be read: " + e, e);
        }
    }

    /** Only hashes are in it, but whoever can write it gives himself access, and names are nobody else's business. */
    static void checkMode(Path path) throws TokensFileException {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (view == null) {
                return;
            }
            Set<PosixFilePermission> mode = view.readAttributes().permissions();
            if (!OWNERS.containsAll(mode)) {
                throw new TokensFileException(path + " has the mode " + PosixFilePermissions.toString(mode)
                        + ", by which others than its owner can read, write or execute it; run chmod 600 " + path);
            }
        } catch (IOException e) {
            throw new TokensFileException(
                    path + " cannot be read: " + e
                            + "; create it, for its owner alone (chmod 600), with a line that the"
                            + " command token makes",
                    e);
        }
    }

    /**
     * The tokens of a file.
     *
     * @param bytes as {@link #read} returned them
     * @throws TokensFileException naming the line that is wrong; or if there is no token, which would let nobody in
     */
    List<TokenEntry> parse(byte[] bytes) throws TokensFileException {
        List<TokenEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<TokenHash> hashes = new HashSet<>();
        int number = 0;
        for (int start = 0; start < bytes.length; ) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            number++;
            try {
                String line = text(bytes, start, end).strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    TokenEntry entry = TokenLine.parse(line, aliases);
                    check(names.add(entry.name()), "the name " + entry.name() + " is in another line too");
                    check(hashes.add(entry.hash()), "the hash is in another line too");
                    entries.add(entry);
                    check(entries.size() <= MOST_TOKENS, "there are more than " + MOST_TOKENS + " tokens");
                }
            } catch (IllegalArgumentException e) {
                throw new TokensFileException(path + ", line " + number + ": " + e.getMessage(), e);
            }
            start = end + 1;
        }
        if (entries.isEmpty()) {
            throw new TokensFileException(
                    path + " has no token in it, so nobody could get in; add a line that the command token makes");
        }
        return List.copyOf(entries);
    }

    private static String text(byte[] bytes, int start, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "it is no UTF-8; write other bytes by their two hex digits behind a percent sign", e);
        }
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
