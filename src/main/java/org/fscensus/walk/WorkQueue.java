package org.fscensus.walk;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The directories still to be read. Each reader has a stack of its own, from which it goes on with what it found last;
 * one whose stack is empty takes from the bottom of another's, where the largest subtrees are. So what waits is no more
 * than the siblings along each reader's way down from the root. Thread-safe, under one lock: it is held for some tens
 * of nanoseconds, twice for each directory, whose reading takes microseconds.
 */
final class WorkQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final List<Hand> hands = new ArrayList<>();

    /** The root, until someone has taken it. */
    private @Nullable Directory root;

    /** Directories that wait, or were taken and are not done with. */
    private long outstanding = 1;

    private int waiting;
    private boolean closed;

    private long queued = 1;

    WorkQueue(Directory root) {
        this.root = root;
    }

    /** How many directories wait. */
    long queued() {
        lock.lock();
        try {
            return queued;
        } finally {
            lock.unlock();
        }
    }

    Hand newHand() {
        lock.lock();
        try {
            Hand hand = new Hand();
            hands.add(hand);
            return hand;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the walk for those that wait, or will, unless it has come to its end. */
    void close() {
        lock.lock();
        try {
            if (outstanding > 0) {
                closed = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Directory poll(Hand own) {
        Directory found = own.pollLast();
        if (found == null && root != null) {
            found = root;
            root = null;
        }
        for (int i = 0; found == null && i < hands.size(); i++) {
            found = hands.get(i).pollFirst();
        }
        if (found != null) {
            queued--;
        }
        return found;
    }

    /** One reader's part of the queue. Its methods are called by that reader only. */
    final class Hand {
        private final ArrayDeque<PendingDirectories> stack = new ArrayDeque<>();

        /** Adds directories, and wakes readers that have nothing to do. */
        void push(PendingDirectories directories) {
            directories.trim();
            lock.lock();
            try {
                stack.addLast(directories);
                outstanding += directories.size();
                queued += directories.size();
                if (waiting > 0) {
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        /** The next directory, null if none waits now. */
        @Nullable Directory poll() throws IOException {
            lock.lock();
            try {
                checkOpen();
                return WorkQueue.this.poll(this);
            } finally {
                lock.unlock();
            }
        }

        /**
         * Reports directories as done with, their entries handed on and their subdirectories pushed; then waits for
         * the next one.
         *
         * @return null if there is none any more: all that were ever pushed are done with
         * @throws CancellationException if interrupted
         * @throws IOException if the walk was closed
         */
        @Nullable Directory take(int done) throws IOException {
            lock.lock();
            waiting++;
            try {
                settle(done);
                while (true) {
                    checkOpen();
                    Directory found = WorkQueue.this.poll(this);
                    if (found != null || outstanding == 0) {
                        return found;
                    }
                    changed.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (CancellationException) new CancellationException("the walk was interrupted").initCause(e);
            } finally {
                waiting--;
                lock.unlock();
            }
        }

        /** Reports directories as done with. */
        void done(int directories) {
            if (directories == 0) {
                return;
            }
            lock.lock();
            try {
                settle(directories);
            } finally {
                lock.unlock();
            }
        }

        private void settle(int directories) {
            outstanding -= directories;
            if (outstanding == 0 && waiting > 0) {
                changed.signalAll();
            }
        }

        private void checkOpen() throws IOException {
            if (closed) {
                throw new IOException("the walk was given up before its end");
            }
        }

        private @Nullable Directory pollLast() {
            PendingDirectories last = stack.peekLast();
            if (last == null) {
                return null;
            }
            Directory found = last.removeLast();
            if (last.size() == 0) {
                stack.removeLast();
            }
            return found;
        }

        private @Nullable Directory pollFirst() {
            PendingDirectories first = stack.peekFirst();
            if (first == null) {
                return null;
            }
            Directory found = first.removeLast();
            if (first.size() == 0) {
                stack.removeFirst();
            }
            return found;
        }
    }
}
