package org.fscensus.scanlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.fscensus.entry.EntryBatch;

/** One info block of an ncdu export: what it says of a file or directory. Not thread-safe. */
final class NcduInfo {
    /** In place of a user or group that the export does not tell, as it does only with {@code -e}: all bits set. */
    static final int NO_ACCOUNT = -1;

    // Keys, their first eight bytes as a word.
    private static final long NAME = word("name");
    private static final long ASIZE = word("asize");
    private static final long DSIZE = word("dsize");
    private static final long DEV = word("dev");
    private static final long INO = word("ino");
    private static final long NLINK = word("nlink");
    private static final long HLNKC = word("hlnkc");
    private static final long UID = word("uid");
    private static final long GID = word("gid");
    private static final long MTIME = word("mtime");
    private static final long EXCLUDED = word("excluded");
    private static final long READ_ERROR = word("read_err");
    private static final int READ_ERROR_LENGTH = "read_error".length();

    private final JsonBytes json;
    private final JsonNumber number = new JsonNumber();

    /** The name is {@code [0, nameLength)}. */
    byte[] name = new byte[256];

    int nameLength;
    private boolean named;
    private boolean nameTooLong;
    private boolean linked;

    long asize;
    long dsize;
    long dev;
    long ino;
    int links;
    int uid;
    int gid;

    /** Epoch seconds, or {@link EntryBatch#NO_TIME}. */
    long mtime;

    boolean excluded;
    boolean readError;

    /** The key of a number that is none that it could be; empty if there is none. */
    String badNumber = "";

    NcduInfo(JsonBytes json) {
        this.json = json;
    }

    private static long word(String key) {
        byte[] bytes = Arrays.copyOf(key.getBytes(StandardCharsets.US_ASCII), Long.BYTES);
        return Digits.word(bytes, 0);
    }

    /** Whether the export tells who owns it. */
    boolean hasOwner() {
        return uid != NO_ACCOUNT && gid != NO_ACCOUNT;
    }

    /**
     * Reads the block that is next.
     *
     * @param parentDev the device of the directory that it stands in
     */
    void read(long parentDev) throws IOException {
        clear(parentDev);
        json.expect('{');
        if (!json.take('}')) {
            do {
                json.key();
                value();
            } while (json.take(','));
            json.expect('}');
        }
        if (!named) {
            throw json.malformed("there is an entry without a name");
        }
        if (links == EntryBatch.NO_LINKS) {
            links = linked ? 2 : 1;
        }
    }

    private void clear(long parentDev) {
        nameLength = 0;
        named = false;
        nameTooLong = false;
        linked = false;
        asize = 0;
        dsize = 0;
        dev = parentDev;
        ino = 0;
        links = EntryBatch.NO_LINKS;
        uid = NO_ACCOUNT;
        gid = NO_ACCOUNT;
        mtime = EntryBatch.NO_TIME;
        excluded = false;
        readError = false;
        badNumber = "";
    }

    private void value() throws IOException {
        long key = key();
        if (key == NAME) {
            name();
        } else if (key == ASIZE) {
            asize = number("asize", Long.MAX_VALUE);
        } else if (key == DSIZE) {
            dsize = number("dsize", Long.MAX_VALUE);
        } else if (key == UID) {
            uid = account("uid");
        } else if (key == GID) {
            gid = account("gid");
        } else if (key == MTIME) {
            mtime = time();
        } else if (key == INO) {
            ino = identity("ino");
        } else if (key == DEV) {
            dev = identity("dev");
        } else if (key == NLINK) {
            links = (int) number("nlink", Integer.MAX_VALUE);
        } else if (key == HLNKC) {
            linked = json.isTrue();
        } else if (key == READ_ERROR) {
            readError = json.isTrue();
        } else if (key == EXCLUDED) {
            excluded = json.peek() == '"';
            json.skipValue();
        } else {
            json.skipValue();
        }
    }

    /** The key read last as a word, 0 if it is none of those known here. */
    private long key() {
        int length = json.length;
        if (length > Long.BYTES && length != READ_ERROR_LENGTH) {
            return 0;
        }
        long word = Digits.word(json.text, 0);
        if (length == READ_ERROR_LENGTH) {
            return word == READ_ERROR && json.text[8] == 'o' && json.text[9] == 'r' ? READ_ERROR : 0;
        }
        long mask = (1L << (Byte.SIZE * length)) - 1;
        return length == Long.BYTES ? word : word & mask;
    }

    private void name() throws IOException {
        json.string();
        named = true;
        nameTooLong = json.tooLong;
        byte[] free = name;
        name = json.text;
        nameLength = json.length;
        json.text = free;
    }

    /** What keeps the name from being one in a directory, {@link LineResult#ENTRY} if nothing. */
    LineResult nameComplaint() {
        if (nameTooLong || nameLength > PathCanonicalizer.LONGEST_NAME) {
            return LineResult.PATH_TOO_LONG;
        }
        if (nameLength == 0) {
            return LineResult.BAD_NAME;
        }
        if (nameLength <= 2 && name[0] == '.' && name[nameLength - 1] == '.') {
            return LineResult.DOTS_IN_PATH;
        }
        for (int i = 0; i < nameLength; i++) {
            if (name[i] == 0) {
                return LineResult.NUL_IN_PATH;
            }
            if (name[i] == '/') {
                return LineResult.BAD_NAME;
            }
        }
        return LineResult.ENTRY;
    }

    private long number(String key, long largest) throws IOException {
        json.number(number);
        if (!number.isUpTo(largest)) {
            badNumber = key;
            return 0;
        }
        return number.value();
    }

    /** Above 2^31 ncdu 1.18 writes those that are of 32 bits as if they had 64, with a sign. */
    private int account(String key) throws IOException {
        json.number(number);
        if (!number.isAccount()) {
            badNumber = key;
        }
        return (int) number.value();
    }

    /** A number that only tells things apart. */
    private long identity(String key) throws IOException {
        json.number(number);
        if (!number.isUnsigned()) {
            badNumber = key;
        }
        return number.value();
    }

    private long time() throws IOException {
        json.number(number);
        return number.isSeconds() ? KeyValueAttributes.bounded(number.value()) : EntryBatch.NO_TIME;
    }
}
