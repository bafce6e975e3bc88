package org.fscensus.app.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a token. A token is made here, of 256 random bits: there is no list of likely ones that a thief of the
 * hashes could try, and so no need for the salt and the slow function that the hashes of passwords need.
 */
final class TokenHash {
    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** By which tools that look for secrets in the wrong place know one. */
    private static final String TOKEN_PREFIX = "fsc_";

    private static final int TOKEN_BYTES = 32;

    private final byte[] hash;

    private TokenHash(byte[] hash) {
        this.hash = hash;
    }

    /** A new token, for the one who is to have it and nobody else. */
    static String newToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return TOKEN_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Whether a token is of the form of those that are made here. */
    static boolean isToken(String token) {
        return token.startsWith(TOKEN_PREFIX);
    }

    static TokenHash of(String token) {
        try {
            return new TokenHash(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @throws IllegalArgumentException if it is not as {@link #toString} writes it; the text is not quoted */
    static TokenHash parse(String text) {
        if (!text.startsWith(PREFIX)
                || !HEX.matcher(text.substring(PREFIX.length())).matches()) {
            // It may be a token that somebody took for its hash.
            throw new IllegalArgumentException(
                    "the third word is no hash; it must be sha256: and 64 digits from 0 to f, the SHA-256 of the token");
        }
        return new TokenHash(HexFormat.of().parseHex(text, PREFIX.length(), text.length()));
    }

    /** Whether they are the same, in a time that does not depend on where they differ. */
    boolean matches(TokenHash other) {
        return MessageDigest.isEqual(hash, other.hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenHash same && matches(same);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return PREFIX + HexFormat.of().formatHex(hash);
    }
}
