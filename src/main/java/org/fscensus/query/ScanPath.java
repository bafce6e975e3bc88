package org.fscensus.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fscensus.entry.PathText;

/** A path as the bytes of its components; compares as {@code dir_id} does. */
record ScanPath(List<byte[]> components) implements Comparable<ScanPath> {
    /** What to say where there is none of that name. */
    static final String HINT =
            "; paths are those of directories, as the scan saw them, from /, with %25 for a % that is part of a name";

    /**
     * Reads a path as users write it; doubled and trailing slashes do not matter.
     *
     * @throws IllegalArgumentException if it is not absolute
     */
    static ScanPath parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("the path '" + text + "' is not absolute; begin it with /");
        }
        List<byte[]> components = new ArrayList<>();
        // Decoded component by component: a %2F cannot stand in a name, and must not make two of one.
        for (String component : text.split("/", -1)) {
            if (!component.isEmpty()) {
                components.add(PathText.decode(component));
            }
        }
        return new ScanPath(components);
    }

    int depth() {
        return components.size();
    }

    boolean startsWith(ScanPath prefix) {
        if (prefix.depth() > depth()) {
            return false;
        }
        for (int i = 0; i < prefix.depth(); i++) {
            if (!Arrays.equals(components.get(i), prefix.components.get(i))) {
                return false;
            }
        }
        return true;
    }

    ScanPath replacePrefix(int length, ScanPath by) {
        return by.append(new ScanPath(components.subList(length, depth())));
    }

    /** A single component, to be appended to another path. */
    static ScanPath ofName(byte[] name) {
        return new ScanPath(List.of(name));
    }

    ScanPath append(ScanPath below) {
        List<byte[]> longer = new ArrayList<>(components);
        longer.addAll(below.components);
        return new ScanPath(longer);
    }

    /** As the API shows it. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (byte[] component : components) {
            text.append('/').append(PathText.encode(component));
        }
        return text.isEmpty() ? "/" : text.toString();
    }

    @Override
    public int compareTo(ScanPath other) {
        int common = Math.min(depth(), other.depth());
        for (int i = 0; i < common; i++) {
            int order = Arrays.compareUnsigned(components.get(i), other.components.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(depth(), other.depth());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScanPath path && compareTo(path) == 0;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (byte[] component : components) {
            hash = 31 * hash + Arrays.hashCode(component);
        }
        return hash;
    }
}
