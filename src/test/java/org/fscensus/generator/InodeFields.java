package org.fscensus.generator;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Writes what stands before the path of a line, with values in realistic shares. */
final class InodeFields {
    /** The longest head: every number at its longest. */
    static final int LONGEST = 400;

    /** The scan's date; the times of all inodes lie before it. */
    static final LocalDate SCAN_DATE = LocalDate.of(2026, 1, 15);

    /** The least recent access, and how long before it the last change and before that the creation may be. */
    private static final int LAST_ACCESS_DAYS = 3000;

    private static final int UNCHANGED_DAYS = 700;
    private static final int LIFE_DAYS = 700;
    private static final int DAYS = LAST_ACCESS_DAYS + UNCHANGED_DAYS + LIFE_DAYS;
    private static final int SECONDS_OF_DAY = 86400;
    private static final int IN_INODE = 3456;
    private static final int SUBBLOCK = 8192;
    private static final int FIRST_UID = 20_000;
    private static final int FIRST_GID = 1_000;
    private static final long NOBODY = 4294967294L;

    private static final byte[] DATES = dates();
    private static final byte[] SNAPSHOT_SIZE = ascii(" 0  s=");
    private static final byte[] KIB = ascii(" a=");
    private static final byte[] UID = ascii(" u=");
    private static final byte[] GID = ascii(" g=");
    private static final byte[] FILE = ascii(" m=FAu p=-rw-r--r-- ac=");
    private static final byte[] PRIVATE_FILE = ascii(" m=FAu p=-rw------- ac=");
    private static final byte[] SYMLINK = ascii(" m=FAu p=lrwxrwxrwx ac=");
    private static final byte[] MIGRATED_FILE = ascii(" m=FAMou p=-rw-r----- ac=");
    private static final byte[] DIRECTORY = ascii(" m=DAu p=drwxr-xr-x ac=");
    private static final byte[] MODIFIED = ascii(" mt=");
    private static final byte[] CREATED = ascii(" cr=");
    private static final byte[] LINKS = ascii(" nl=");
    private static final byte[] PATH = ascii(" -- ");

    private final long seed;
    private final int owners;
    private final int groups;

    InodeFields(LogShape shape) {
        seed = shape.seed();
        owners = shape.owners();
        groups = shape.groups();
    }

    void directory(LineBuffer out, long inode, int ownerDirectory, long hash) {
        start(out, inode, hash);
        out.decimal(4096L << (hash >>> 60 == 0 ? 4 : 0));
        out.put(KIB);
        out.decimal((hash & 7) == 0 ? 16 : 0);
        account(out, owner(ownerDirectory), hash);
        out.put(DIRECTORY);
        times(out, hash);
        out.decimal(2 + (hash & 7));
        out.put(PATH);
    }

    void file(LineBuffer out, long inode, int ownerDirectory, int links, long hash) {
        start(out, inode, hash);
        int kind = (int) (hash >>> 8 & 255);
        long size = size(kind, hash);
        boolean migrated = kind == 1 && size > IN_INODE;
        out.decimal(size);
        out.put(KIB);
        out.decimal(migrated || size <= IN_INODE ? 0 : (size + SUBBLOCK - 1) / SUBBLOCK * (SUBBLOCK / 1024));
        // One file in 32 belongs to somebody else than the directory it lies in.
        int owner = (hash & 31) == 0 ? Hash.skewedBelow(owners, hash << 13) : owner(ownerDirectory);
        account(out, owner, hash);
        out.put(migrated ? MIGRATED_FILE : kind == 0 ? SYMLINK : kind < 40 ? PRIVATE_FILE : FILE);
        times(out, hash);
        out.decimal(links);
        out.put(PATH);
    }

    private static void start(LineBuffer out, long inode, long hash) {
        out.put('<');
        out.decimal(hash >>> 24 & 7);
        out.put('>');
        out.put(' ');
        out.decimal(inode);
        out.put(' ');
        out.decimal(65537);
        out.put(SNAPSHOT_SIZE);
    }

    /** Every order of magnitude up to some hundred GiB, the small ones more often. */
    private static long size(int kind, long hash) {
        long other = Hash.of(hash, kind);
        if (kind == 0) {
            return 10 + (other & 63);
        }
        if (kind < 8) {
            return 0;
        }
        int bits = Math.min(5 + (int) (other >>> 8 & 15) + (int) (other >>> 12 & 15), 34);
        int more = (other & 255) == 0 ? 4 : 0;
        return other >>> (64 - bits - more);
    }

    private int owner(int directory) {
        return Hash.skewedBelow(owners, Hash.of(seed + 1, directory));
    }

    private void account(LineBuffer out, int owner, long hash) {
        long uid = FIRST_UID + (long) owner;
        if (owners > 2) {
            uid = owner == 0 ? 0 : owner == owners - 1 ? NOBODY : uid;
        }
        // Most of an owner's inodes have the owner's own group.
        int group = (hash >>> 16 & 15) == 0
                ? Hash.below(groups, hash << 17)
                : Hash.skewedBelow(groups, Hash.of(seed + 2, owner));
        out.put(UID);
        out.decimal(uid);
        out.put(GID);
        out.decimal(FIRST_GID + (long) group);
    }

    /** Access after modification after creation, all of them more often of late than long ago. */
    private static void times(LineBuffer out, long hash) {
        int access = Hash.skewedBelow(LAST_ACCESS_DAYS, hash << 3);
        int modified = access + Hash.skewedBelow(UNCHANGED_DAYS, hash << 19);
        int created = modified + Hash.skewedBelow(LIFE_DAYS, hash << 23);
        time(out, access, hash);
        out.put(MODIFIED);
        time(out, modified, hash >>> 5);
        out.put(CREATED);
        time(out, created, hash >>> 11);
        out.put(LINKS);
    }

    private static void time(LineBuffer out, int daysAgo, long hash) {
        out.put(DATES, 10 * daysAgo, 10 * daysAgo + 10);
        int second = (int) (((hash & 0xfffff) * SECONDS_OF_DAY) >>> 20);
        out.put(' ');
        out.twoDigits(second / 3600);
        out.put(':');
        out.twoDigits(second / 60 % 60);
        out.put(':');
        out.twoDigits(second % 60);
    }

    private static byte[] dates() {
        LineBuffer dates = new LineBuffer(10 * DAYS);
        for (int ago = 0; ago < DAYS; ago++) {
            // The latest is the day before the scan, so that no time of day is after it.
            dates.put(ascii(SCAN_DATE.minusDays(1L + ago).toString()));
        }
        return dates.bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
