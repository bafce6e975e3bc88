package org.fscensus.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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

    /**
     * Reads aliases as they are configured.
     *
     * @param pairs each {@code /what/users/write=/what/scans/have}
     * @throws IllegalArgumentException if one is not of that form
     */
    public static MountAliases parse(Collection<String> pairs) {
        Map<String, String> aliases = new HashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "'" + pair + "' is no alias; write /what/users/write=/what/scans/have");
            }
            aliases.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return new MountAliases(aliases);
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
