package org.fscensus.query;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hides what a cursor is made of from those who may see only some paths: a {@code dir_id} in it tells how many directories
 * are before it. Sealed with a key of this process, so that such a cursor ends with it. Thread-safe.
 */
final class CursorSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretKeySpec KEY = new SecretKeySpec(random(KEY_BYTES), "AES");

    private CursorSeal() {}

    /** @param permitted for whom it is; {@link #open} opens it for nobody else */
    static byte[] seal(byte[] cursor, Permitted permitted) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, permitted).doFinal(cursor);
            byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
            return both;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }

    /** @throws IllegalArgumentException if it was not sealed so by this process */
    static byte[] open(byte[] sealed, Permitted permitted) {
        if (sealed.length < NONCE_BYTES) {
            throw new IllegalArgumentException("too short");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, permitted)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not sealed here", e);
        }
    }

    private static Cipher cipher(int mode, byte[] nonce, Permitted permitted) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, KEY, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(permitted.toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
