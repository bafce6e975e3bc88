package org.fscensus.query;

/**
 * What a directory's subtree holds, or by how much that changed.
 *
 * @param directories without the directory itself
 */
public record Amounts(long files, long directories, long allocatedBytes) {
    static final Amounts NONE = new Amounts(0, 0, 0);

    Amounts minus(Amounts other) {
        return new Amounts(files - other.files, directories - other.directories, allocatedBytes - other.allocatedBytes);
    }
}
