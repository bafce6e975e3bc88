package org.fscensus.generator;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names made of a word and an index: real-looking, unique by the index, and nothing is stored. */
final class NameTable {
    /** The longest name: a word, an index in base 36, an ending. */
    static final int LONGEST = 40;

    private static final byte[][] DIRECTORIES = bytes(List.of(
            "run_",
            "exp.",
            "data-",
            "output_",
            "figs",
            "src.",
            "restart_",
            "hist-",
            "user",
            "proj_",
            "v1.",
            "case_",
            "member_",
            "tmp.",
            "archive-",
            "2019-",
            "2023-",
            "lib",
            "b.e21.",
            "results_",
            "old.",
            "test",
            "logs-",
            "analysis_",
            "model.",
            "obs_",
            "day.",
            "x",
            "post_proc-",
            "scratch_",
            "cfg.",
            "grid_"));
    private static final byte[][] STEMS = bytes(List.of(
            "restart.",
            "h0.",
            "out_",
            "slurm-",
            "part-",
            "IMG_",
            "cam.h1.",
            "chunk_",
            "log.",
            "diag_",
            "field.",
            "a",
            "frame",
            "state_",
            "README.",
            "job."));
    private static final byte[][] ENDINGS =
            bytes(List.of(".nc", ".h5", ".txt", ".out", "", ".tar.gz", ".py", ".json", ".o", ".grib2", ".csv", ".dat"));
    private static final byte[][] ODD = bytes(List.of(
            "with blank ",
            "a -- b ",
            "caf\u00c3\u00a9_",
            "caf\u00e9_",
            "100%_",
            "k=v ",
            "  two",
            "\u00f0\u009f\u0093\u0081",
            "%41_",
            "tab\t",
            "back\\n",
            "quote\"'"));

    private final long odd;

    NameTable(double oddShare) {
        odd = Hash.threshold(oddShare);
    }

    void directory(LineBuffer out, int index, long hash) {
        out.put(word(DIRECTORIES, hash));
        out.base36(index);
    }

    void file(LineBuffer out, long index, long hash) {
        out.put(word(STEMS, hash));
        out.base36(index);
        out.put(ENDINGS[Hash.below(ENDINGS.length, hash << 7)]);
    }

    private byte[] word(byte[][] plain, long hash) {
        byte[][] words = Hash.isBelow(odd, hash) ? ODD : plain;
        return words[Hash.below(words.length, hash)];
    }

    private static byte[][] bytes(List<String> words) {
        return words.stream()
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
    }
}
