package org.fscensus.query;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on, as an opaque text.
 *
 * @param questionHash of the question that it belongs to
 * @param places one for each generation that the list is made of
 */
record Cursor(long questionHash, List<Place> places) {
    private static final int VERSION = 1;

    /** What of a generation is still to come. */
    enum State {
        OPEN(0),
        EXHAUSTED(1),
        /** Nothing, for it could not be read when the list came to it. */
        UNREADABLE(2);

        private final int code;

        State(int code) {
            this.code = code;
        }
    }

    /**
     * How far one generation was read.
     *
     * @param after the last row taken, null where none was
     */
    record Place(String generationId, State state, DirectoryPlan.@Nullable Position after) {}

    /** @param permitted what the asker may see, from whom ids of others are hidden */
    String encode(Permitted permitted) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(questionHash);
            out.writeShort(places.size());
            for (Place place : places) {
                out.writeUTF(place.generationId());
                out.writeByte(place.state().code);
                DirectoryPlan.Position after = place.after();
                out.writeBoolean(after != null);
                if (after != null) {
                    out.writeLong(after.key());
                    out.writeLong(after.dirId());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        byte[] plain = bytes.toByteArray();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(permitted.isLimitedToPaths() ? CursorSeal.seal(plain, permitted) : plain);
    }

    /** @throws QuestionException if it is none of ours, or belongs to another question */
    static Cursor decode(String text, long questionHash, Permitted permitted) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(text, permitted)))) {
            if (in.readByte() != VERSION) {
                throw new IOException("another version");
            }
            if (in.readLong() != questionHash) {
                throw QuestionException.invalid(
                        "parameter cursor: it belongs to another question; repeat all parameters but limit as they were");
            }
            List<Place> places = new ArrayList<>();
            for (int count = in.readShort(); count > 0; count--) {
                String id = in.readUTF();
                State state = state(in.readByte());
                places.add(new Place(
                        id, state, in.readBoolean() ? new DirectoryPlan.Position(in.readLong(), in.readLong()) : null));
            }
            return new Cursor(questionHash, places);
        } catch (IOException | IllegalArgumentException e) {
            throw new QuestionException(
                    QuestionException.Kind.INVALID,
                    "parameter cursor: not one that an earlier answer gave as its next",
                    e);
        }
    }

    private static byte[] bytes(String text, Permitted permitted) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return permitted.isLimitedToPaths() ? CursorSeal.open(bytes, permitted) : bytes;
    }

    private static State state(int code) throws IOException {
        for (State state : State.values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IOException("state " + code);
    }

    static long hash(String question) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(question.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
