package org.fscensus.store;

/** A group's name as resolved at import. */
public record GroupName(long gid, String name) {}
