package org.fscensus.walk;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The system calls of a walk, on Linux for x86-64 and aarch64. Thread-safe.
 *
 * <p>Why JNA: the JDK's own file attributes have no block count and cost several calls per entry; its way to foreign
 * functions is not in Java 17. By JNA's direct mapping the cheapest call, {@code getppid}, takes 0.4 microseconds on Java
 * 17 and 25 alike, by jnr-ffi 0.2; a {@code statx} of a cached inode takes 1.8 in C. So jnr-ffi would save a tenth, for
 * eleven jars instead of one, and with {@code sun.misc.Unsafe}, which Java 25 warns of and a later one will not have.
 */
final class Linux implements SystemCalls {
    static final SystemCalls CALLS = new Linux();

    static final int CURRENT_DIRECTORY = -100;

    static final int SYMLINK_NOFOLLOW = 0x100;
    static final int NO_AUTOMOUNT = 0x800;
    static final int EMPTY_PATH = 0x1000;

    /** Flags of {@code open}, on every machine the same. */
    static final int CLOEXEC = 0x80000;

    static final int PATH_ONLY = 0x200000;

    /** Flags of {@code openat2}: no mount magic, no symbolic links, nothing above where it starts. */
    static final int RESOLVE_BENEATH_WITHOUT_LINKS = 0x02 | 0x04 | 0x08;

    /** Of {@code struct open_how}. */
    static final int OPEN_HOW_LENGTH = 24;

    private static final Machine MACHINE = Machine.current();

    private Linux() {}

    /** Numbers that differ between machines. */
    private enum Machine {
        X86_64(3, 217, 257, 332, 0x10000, 0x20000),
        AARCH64(57, 61, 56, 291, 0x4000, 0x8000),
        OTHER(-1, -1, -1, -1, 0, 0);

        /** Common to all machines, as are those of all later calls. */
        private static final int OPENAT2 = 437;

        private final int close;
        private final int getdents64;
        private final int openat;
        private final int statx;
        private final int directory;
        private final int noFollow;

        Machine(int close, int getdents64, int openat, int statx, int directory, int noFollow) {
            this.close = close;
            this.getdents64 = getdents64;
            this.openat = openat;
            this.statx = statx;
            this.directory = directory;
            this.noFollow = noFollow;
        }

        private static Machine current() {
            String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
            if (!system.equals("linux")) {
                return OTHER;
            }
            return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
                case "amd64", "x86_64" -> X86_64;
                case "aarch64" -> AARCH64;
                default -> OTHER;
            };
        }
    }

    /** Bound directly, with nothing but primitives, which is JNA's cheapest way. */
    private static final class Libc {
        static {
            Native.register(Libc.class, NativeLibrary.getProcess());
        }

        private Libc() {}

        /** Takes the arguments from where a function with that many fixed ones has them, on both machines. */
        static native long syscall(long number, long a, long b, long c, long d, long e);
    }

    /** Whether this machine's calls are known; says nothing about whether they can be loaded. */
    static boolean isKnownMachine() {
        return MACHINE != Machine.OTHER;
    }

    /**
     * Makes sure that calls can be made.
     *
     * @throws IOException if not; says what can be done
     */
    static void load() throws IOException {
        if (!isKnownMachine()) {
            throw new IOException("walking a live directory needs Linux on x86-64 or aarch64, this is "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
        }
        try {
            Libc.syscall(MACHINE.close, -1, 0, 0, 0, 0);
        } catch (LinkageError e) {
            throw new IOException(
                    "the native part of JNA could not be loaded; it is unpacked to the directory of the system property"
                            + " jna.tmpdir, which must be writable and not mounted noexec",
                    e);
        }
    }

    /** Where a direct buffer lies; valid as long as the caller keeps the buffer. */
    static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    /** The flags to open a directory, and nothing else, for reading. */
    static int directoryFlags() {
        return MACHINE.directory | MACHINE.noFollow | CLOEXEC;
    }

    @Override
    public int openat(int directory, long name, int flags) {
        return (int) call(MACHINE.openat, directory, name, flags, 0, 0);
    }

    /**
     * The flags to find whatever is there, without opening it for anything.
     *
     * @param refused whether links are refused anyway: with the flag that follows none, the last one would be found
     */
    static int findFlags(boolean refused) {
        return PATH_ONLY | CLOEXEC | (refused ? 0 : MACHINE.noFollow);
    }

    /** A descriptor of {@code /}, to open others from. */
    static int openTop(SystemCalls calls) {
        ByteBuffer path = ByteBuffer.allocateDirect(2).put(0, (byte) '/');
        try {
            return calls.openat(CURRENT_DIRECTORY, address(path), directoryFlags() | PATH_ONLY);
        } finally {
            Reference.reachabilityFence(path);
        }
    }

    @Override
    public int openat2(int directory, long path, long how) {
        return (int) call(Machine.OPENAT2, directory, path, how, OPEN_HOW_LENGTH, 0);
    }

    @Override
    public int getdents64(int directory, long buffer, int length) {
        return (int) call(MACHINE.getdents64, directory, buffer, length, 0, 0);
    }

    @Override
    public int statx(int directory, long name, int flags, int mask, long status) {
        return (int) call(MACHINE.statx, directory, name, flags, mask, status);
    }

    @Override
    public void close(int descriptor) {
        // What was only read has no error to lose, and the descriptor is gone whatever is returned.
        Libc.syscall(MACHINE.close, descriptor, 0, 0, 0, 0);
    }

    private static long call(int number, long a, long b, long c, long d, long e) {
        while (true) {
            long result = Libc.syscall(number, a, b, c, d, e);
            if (result >= 0) {
                return result;
            }
            int errno = Native.getLastError();
            if (errno != Errno.EINTR) {
                return -errno;
            }
        }
    }
}
