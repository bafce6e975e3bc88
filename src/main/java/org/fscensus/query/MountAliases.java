package org.fscensus.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Prefixes under which users know a file system, each with the prefix that its scans use. */
public final class MountAliases {
    private record Alias(ScanPath shown, ScanPath scanned) {}

    private final List<Alias> longestFirst = new ArrayList<>();

    /** @param aliases from what users write to what scans have, both absolute */
    public MountAliases(Map<String, String> aliases) {
        aliases.forEach(
                (shown, scanned) -> longestFirst.add(new Alias(ScanPath.parse(shown), ScanPath.parse(scanned))));
        longestFirst.sort(
                Comparator.comparingInt((Alias alias) -> alias.shown().depth()).reversed());
    }

    /** The path as scans have it. */
    ScanPath resolve(ScanPath path) {
        for (Alias alias : longestFirst) {
            if (path.startsWith(alias.shown())) {
                return path.replacePrefix(alias.shown().depth(), alias.scanned());
            }
        }
        return path;
    }
}
