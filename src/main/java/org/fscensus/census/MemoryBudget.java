package org.fscensus.census;

import java.util.concurrent.atomic.AtomicLong;

/** What the tables of all running imports may take together. Thread-safe. */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit in bytes */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** A share of this budget, for one import. */
    public Share open() {
        return new Share();
    }

    /** Bytes reserved at present. */
    public long used() {
        return used.get();
    }

    public long limit() {
        return limit;
    }

    /** An import wants more memory than the budget has left. */
    public static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExceededException(long wanted, long used, long limit) {
            super("the tables of the running imports need " + (used + wanted) + " bytes, but may take " + limit
                    + " together");
        }
    }

    /** What one import has reserved; closing it gives everything back. */
    public final class Share implements AutoCloseable {
        private final AtomicLong mine = new AtomicLong();

        private Share() {}

        /**
         * Reserves before allocating.
         *
         * @throws ExceededException if the budget has not that much left; nothing is reserved then
         */
        public void reserve(long bytes) {
            // Never above the limit, not even for a moment: another import might be refused for it.
            long before;
            do {
                before = used.get();
                if (before + bytes > limit) {
                    throw new ExceededException(bytes, before, limit);
                }
            } while (!used.compareAndSet(before, before + bytes));
            mine.addAndGet(bytes);
        }

        /** Bytes reserved now. */
        public long held() {
            return mine.get();
        }

        /** Gives back what is no longer held. */
        public void release(long bytes) {
            mine.addAndGet(-bytes);
            used.addAndGet(-bytes);
        }

        @Override
        public void close() {
            used.addAndGet(-mine.getAndSet(0));
        }
    }
}
