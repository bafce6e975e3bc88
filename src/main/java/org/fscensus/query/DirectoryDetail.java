package org.fscensus.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One directory and what is above it.
 *
 * @param listed whether the scan had a line for it
 * @param inodeOwner the owner of the directory itself, null where it was not listed
 * @param inodeGroup the group of the directory itself, null where it was not listed
 * @param ancestors from the root down to the parent
 */
public record DirectoryDetail(
        Directory directory,
        boolean listed,
        @Nullable Account inodeOwner,
        @Nullable Account inodeGroup,
        List<Directory> ancestors) {}
