package org.fscensus.walk;

/** What a system call can fail with: the same numbers on x86-64 and aarch64. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int ENOTDIR = 20;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ELOOP = 40;

    private static final int ENODEV = 19;
    private static final int EINVAL = 22;
    private static final int ENAMETOOLONG = 36;
    private static final int ENOSYS = 38;
    private static final int EOVERFLOW = 75;
    private static final int ENOTCONN = 107;
    private static final int ETIMEDOUT = 110;
    private static final int EHOSTDOWN = 112;
    private static final int ESTALE = 116;

    private Errno() {}

    /** Whether the process or the machine is short of something, so that no entry is to blame. */
    static boolean isShortage(int errno) {
        return errno == EMFILE || errno == ENFILE || errno == ENOMEM;
    }

    /** In words, in English whatever the locale. */
    static String text(int errno) {
        return switch (errno) {
            case EPERM -> "Operation not permitted";
            case ENOENT -> "No such file or directory";
            case EIO -> "Input/output error";
            case ENOMEM -> "Cannot allocate memory";
            case EACCES -> "Permission denied";
            case ENODEV -> "No such device";
            case ENOTDIR -> "Not a directory";
            case EINVAL -> "Invalid argument";
            case ENFILE -> "Too many open files in system";
            case EMFILE -> "Too many open files";
            case ENAMETOOLONG -> "File name too long";
            case ENOSYS -> "Function not implemented";
            case ELOOP -> "A symbolic link stands in the way";
            case EOVERFLOW -> "Value too large for defined data type";
            case ENOTCONN -> "Transport endpoint is not connected";
            case ETIMEDOUT -> "Connection timed out";
            case EHOSTDOWN -> "Host is down";
            case ESTALE -> "Stale file handle";
            default -> "Error " + errno;
        };
    }
}
