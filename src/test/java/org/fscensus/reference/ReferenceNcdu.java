package org.fscensus.reference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.fscensus.scanlog.PathEscape;
import org.jspecify.annotations.Nullable;

/** Reads an ncdu export as a tree of nodes, one byte a character; every info block is a line. */
final class ReferenceNcdu {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100_000)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\u([dD][89abAB][0-9a-fA-F]{2})\\\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\\\u([0-9a-fA-F]{4})|\\\\.",
            Pattern.DOTALL);

    private static final BigInteger YEAR_0 = BigInteger.valueOf(-62167219200L);
    private static final BigInteger YEAR_9999 = BigInteger.valueOf(253402300799L);
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LARGEST_ID = BigInteger.valueOf(4294967295L);

    private final ReferenceOptions options;
    private final List<ReferenceLine> lines = new ArrayList<>();

    private ReferenceNcdu(ReferenceOptions options) {
        this.options = options;
    }

    /** Every info block in its order; none where the document is malformed, which has no part that counts. */
    static List<ReferenceLine> read(byte[] export, ReferenceOptions options) {
        JsonNode document;
        try {
            document = JSON.readTree(withBytesForEscapes(new String(export, StandardCharsets.ISO_8859_1)));
        } catch (JsonProcessingException e) {
            return List.of();
        }
        if (!document.isArray() || document.size() < 4 || document.get(0).asInt() != 1) {
            return List.of();
        }
        ReferenceNcdu reading = new ReferenceNcdu(options);
        JsonNode root = document.get(3);
        try {
            List<String> path = ReferencePath.components(root.get(0).get("name").textValue(), PathEscape.NONE);
            reading.directory(root, path, null, 0);
        } catch (MalformedLineException e) {
            return List.of();
        }
        return reading.lines;
    }

    /** The document with UTF-8, one byte a character, for every escaped character above 127. */
    private static String withBytesForEscapes(String json) {
        return ESCAPE.matcher(json).replaceAll(escape -> {
            if (escape.group(1) != null) {
                return bytes(Character.toCodePoint(unit(escape.group(1)), unit(escape.group(2))));
            }
            boolean ascii = escape.group(3) == null || unit(escape.group(3)) < 0x80;
            return ascii ? Matcher.quoteReplacement(escape.group()) : bytes(unit(escape.group(3)));
        });
    }

    private static char unit(String hex) {
        return (char) Integer.parseInt(hex, 16);
    }

    private static String bytes(int character) {
        byte[] utf8;
        if (Character.isBmpCodePoint(character) && Character.isSurrogate((char) character)) {
            utf8 = new byte[] {
                (byte) (0xe0 | character >> 12),
                (byte) (0x80 | (character >> 6 & 0x3f)),
                (byte) (0x80 | (character & 0x3f))
            };
        } else {
            utf8 = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        }
        return new String(utf8, StandardCharsets.ISO_8859_1);
    }

    /** @param lost why the directories above have no path, or null */
    private void directory(JsonNode array, List<String> path, @Nullable String lost, long parentDev) {
        JsonNode info = array.get(0);
        block(info, true, path, lost, parentDev);
        long dev = dev(info, parentDev);
        for (int i = 1; i < array.size(); i++) {
            JsonNode child = array.get(i);
            JsonNode block = child.isArray() ? child.get(0) : child;
            String name = block.get("name").textValue();
            String reason = lost == null ? complaint(name, path) : lost;
            List<String> below = new ArrayList<>(path);
            below.add(name);
            if (child.isArray()) {
                directory(child, below, reason, dev);
            } else {
                block(child, false, below, reason, dev);
            }
        }
    }

    private static @Nullable String complaint(String name, List<String> parent) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\0")) {
            return "no name of a file";
        }
        int length = parent.stream().mapToInt(one -> one.length() + 1).sum() + 1 + name.length();
        return name.length() > 4095 || length > 65535 ? "too long" : null;
    }

    private static long dev(JsonNode info, long parentDev) {
        return info.has("dev") ? info.get("dev").bigIntegerValue().longValue() : parentDev;
    }

    private void block(JsonNode info, boolean directory, List<String> path, @Nullable String reason, long parentDev) {
        if (info.path("excluded").isTextual()) {
            lines.add(new ReferenceLine.Notice());
        } else if (reason != null) {
            lines.add(new ReferenceLine.Rejected(reason));
        } else if (!directory && info.path("read_error").asBoolean()) {
            lines.add(new ReferenceLine.Notice());
        } else {
            try {
                lines.add(entry(info, directory, path, parentDev));
            } catch (MalformedLineException e) {
                lines.add(new ReferenceLine.Rejected(String.valueOf(e.getMessage())));
            }
        }
    }

    private ReferenceLine entry(JsonNode info, boolean directory, List<String> path, long parentDev)
            throws MalformedLineException {
        BigInteger unsigned = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        long links = number(info, "nlink", BigInteger.ZERO, BigInteger.valueOf(Integer.MAX_VALUE));
        if (links == 0) {
            links = info.path("hlnkc").asBoolean() ? 2 : 1;
        }
        long asize = number(info, "asize", BigInteger.ZERO, LARGEST);
        long dsize = number(info, "dsize", BigInteger.ZERO, LARGEST);
        number(info, "dev", BigInteger.ZERO, unsigned);
        return new ReferenceLine.Entry(
                directory,
                number(info, "ino", BigInteger.ZERO, unsigned),
                dev(info, parentDev),
                links,
                account(info, "uid"),
                account(info, "gid"),
                directory ? 0 : dsize,
                directory ? 0 : asize,
                null,
                options.ageFrom() == AgeFrom.MODIFY ? time(info.get("mtime")) : null,
                List.copyOf(path));
    }

    /** Of 32 bits, or of 64 with 32 times their sign in front. */
    private static long account(JsonNode info, String key) throws MalformedLineException {
        if (!info.has(key)) {
            return LARGEST_ID.longValue();
        }
        BigInteger number = info.get(key).bigIntegerValue();
        BigInteger signed = number.bitLength() > 63 ? number.subtract(BigInteger.ONE.shiftLeft(64)) : number;
        BigInteger id = signed.signum() < 0 ? signed.add(BigInteger.ONE.shiftLeft(32)) : signed;
        boolean inRange = id.bitLength() <= 32 && id.signum() >= 0 && (signed.signum() >= 0 || id.bitLength() == 32);
        if (!info.get(key).isIntegralNumber() || !inRange || number.bitLength() > 64) {
            throw new MalformedLineException(key + " is no number of 32 bits");
        }
        return id.longValue();
    }

    private static long number(JsonNode info, String key, BigInteger otherwise, BigInteger largest)
            throws MalformedLineException {
        JsonNode value = info.get(key);
        if (value == null) {
            return otherwise.longValue();
        }
        BigInteger number = value.bigIntegerValue();
        if (!value.isIntegralNumber() || number.signum() < 0 || number.compareTo(largest) > 0) {
            throw new MalformedLineException(key + " is no number from 0 to " + largest);
        }
        return number.longValue();
    }

    private static @Nullable Long time(@Nullable JsonNode value) {
        if (value == null
                || value.asText().contains("E")
                || value.bigIntegerValue().abs().compareTo(LARGEST) > 0) {
            return null;
        }
        return value.bigIntegerValue().max(YEAR_0).min(YEAR_9999).longValueExact();
    }
}
