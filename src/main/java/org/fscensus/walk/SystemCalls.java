package org.fscensus.walk;

/**
 * The system calls of a walk, apart from {@link Linux} so that tests can have them fail. All of them return what the
 * kernel does: a result, or a negative {@link Errno}. Strings and structures are passed as addresses of memory that the
 * caller keeps. Thread-safe.
 */
interface SystemCalls {
    /** A file descriptor. The name has no slash in it, or the caller trusts the path. */
    int openat(int directory, long name, int flags);

    /** A file descriptor. {@code how} is the address of a {@code struct open_how}. */
    int openat2(int directory, long path, long how);

    /** How many bytes of entries were put into the buffer; 0 at the end. */
    int getdents64(int directory, long buffer, int length);

    /** 0; the {@code struct statx} is filled then. */
    int statx(int directory, long name, int flags, int mask, long status);

    void close(int descriptor);
}
