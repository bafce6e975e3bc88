package org.fscensus.job;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The waiting line before the workers: bounded, in order of arrival, except that a job whose file system is busy lets
 * others pass. A job that can begin at once leaves the line at once, and so never counts as waiting. Any thread.
 */
final class JobQueue {
    private final int slots;
    private final int capacity;
    private final Map<String, ActiveJob> waiting = new LinkedHashMap<>();
    /** Have a slot and their file system, and are about to be taken. */
    private final Deque<ActiveJob> ready = new ArrayDeque<>();
    /** File systems of the jobs that have a slot. */
    private final Set<String> busy = new HashSet<>();

    private boolean closed;

    /**
     * @param slots jobs that run at a time
     * @param capacity jobs that wait at a time
     */
    JobQueue(int slots, int capacity) {
        this.slots = slots;
        this.capacity = capacity;
    }

    synchronized boolean isFull() {
        return waiting.size() >= capacity;
    }

    /** Lines up a job. The bound is the caller's to check, since jobs of an earlier process are lined up regardless. */
    synchronized void add(ActiveJob job) {
        waiting.put(job.id(), job);
        promote();
    }

    /** Waits for a job that may begin; null once the queue is closed. The caller must {@link #release} it. */
    synchronized @Nullable ActiveJob take() throws InterruptedException {
        while (!closed && ready.isEmpty()) {
            wait();
        }
        return closed ? null : ready.remove();
    }

    /** Takes a job out of the line; false if it was already taken, or never there. */
    synchronized boolean remove(ActiveJob job) {
        if (waiting.remove(job.id()) != null) {
            return true;
        }
        if (ready.remove(job)) {
            release(job);
            return true;
        }
        return false;
    }

    /** Frees the slot and the file system of a job that was taken. */
    synchronized void release(ActiveJob job) {
        busy.remove(job.filesystemKey());
        promote();
    }

    /** Nothing is handed out any more; what waits stays on disk. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** When the job that waits longest was accepted. */
    synchronized Optional<Instant> oldest() {
        return waiting.values().stream().map(job -> job.accepted().createdAt()).min(Instant::compareTo);
    }

    private void promote() {
        Iterator<ActiveJob> line = waiting.values().iterator();
        while (line.hasNext() && busy.size() < slots) {
            ActiveJob job = line.next();
            if (busy.add(job.filesystemKey())) {
                line.remove();
                ready.add(job);
            }
        }
        notifyAll();
    }
}
