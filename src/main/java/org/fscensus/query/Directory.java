package org.fscensus.query;

/**
 * One directory in an answer.
 *
 * @param path as text, see {@link org.fscensus.entry.PathText}
 * @param recursive figures of the whole subtree
 * @param direct figures of its immediate children
 * @param owner of the subtree's files
 * @param group of the subtree's files
 */
public record Directory(
        String filesystem, String path, int depth, Figures recursive, Figures direct, Holder owner, Holder group) {}
