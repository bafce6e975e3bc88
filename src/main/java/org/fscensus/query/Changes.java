package org.fscensus.query;

/** Collects the directories of an answer while two trees are compared. */
interface Changes extends PairVisitor {
    /** What a directory had to change by; known at the end. */
    long minChange();

    /** The directories of the answer; known at the end. */
    TopChanges top();
}
