package org.fscensus.scanlog.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way of compressing gives the same text again, or an error, however damaged it is. */
class DecodedStreamTest {
    /** Enough for several of all units of the small kinds. */
    private static final byte[] SMALL = lines(1, 3100);

    @ParameterizedTest
    @EnumSource
    void givesTheTextWhateverTheThreads(Compression compression) throws IOException {
        for (int length : new int[] {0, 1, 999, 1000, 1001, 40_000, 1_000_000}) {
            byte[] text = lines(length, length);
            byte[] compressed = compression.compress(text);
            for (int threads : new int[] {1, 3}) {
                // Tight bounds, so that threads have to wait for the reader.
                assertThat(decode(compressed, threads, 1)).isEqualTo(compression.text(text));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void positionsAscendToTheEnd(Compression compression) throws IOException {
        byte[] compressed = compression.compress(lines(1, 1_000_000));
        try (DecodedStream stream = open(compressed, 2, 1 << 20)) {
            long before = stream.compressedPosition();
            assertThat(before).isZero();
            byte[] buffer = new byte[100_000];
            while (stream.read(buffer) >= 0) {
                assertThat(stream.compressedPosition()).isBetween(before, (long) compressed.length);
                before = stream.compressedPosition();
            }
            assertThat(stream.compressedPosition()).isEqualTo(compressed.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutOffAnywhereItFailsOrIsWholeByItself(Compression compression) throws IOException {
        byte[] compressed = compression.compress(SMALL);
        byte[] text = compression.text(SMALL);
        int whole = 0;
        for (int length = 10; length < compressed.length; length++) {
            byte[] cut = Arrays.copyOf(compressed, length);
            byte[] got;
            try {
                got = decode(cut, 1 + length % 2, 1 << 20);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("the.log").hasMessageContaining("byte");
                continue;
            }
            whole++;
            assertThat(got).isEqualTo(Arrays.copyOf(text, got.length));
            // Text ends where a part did of those that were compressed by themselves.
            assertThat(got.length % 100 == 0 || got.length == text.length).isTrue();
        }
        assertThat(whole).isLessThan(400);
    }

    @ParameterizedTest
    @EnumSource
    void aBeginningIsTheTextAsFarAsItGoes(Compression compression) throws IOException {
        byte[] compressed = compression.compress(SMALL);
        byte[] text = compression.text(SMALL);
        int most = 0;
        for (int length = 14; length < compressed.length; length++) {
            byte[] got = begun(Arrays.copyOf(compressed, length), 1 + length % 2);
            assertThat(got).isEqualTo(Arrays.copyOf(text, got.length));
            most = Math.max(most, got.length);
        }
        // All but the last part, which a cut anywhere may take.
        assertThat(most).isGreaterThanOrEqualTo(text.length - 1000);
        assertThat(begun(compressed, 2)).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(names = {"XZ_BLOCKS", "ZSTD_FRAMES"})
    void positionsOfABeginningAscendToItsEnd(Compression compression) throws IOException {
        byte[] compressed = compression.compress(lines(1, 400_000));
        MemoryFile cut = new MemoryFile(Arrays.copyOf(compressed, compressed.length / 2));
        try (BegunStream stream = BegunStream.open(cut, compression.codec(), 1)) {
            long before = stream.compressedPosition();
            assertThat(before).isZero();
            byte[] buffer = new byte[10_000];
            while (stream.read(buffer) >= 0) {
                assertThat(stream.compressedPosition()).isBetween(before, cut.size());
                before = stream.compressedPosition();
            }
            assertThat(before).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "BGZF", "XZ_BLOCKS", "ZSTD", "BZIP2"})
    void aBeginningThatIsDamagedIsAnError(Compression compression) {
        byte[] compressed = compression.compress(SMALL);
        int middle = compressed.length / 2;
        for (int i = 0; i < 8; i++) {
            compressed[middle + i] ^= 0x55;
        }
        assertThatThrownBy(() -> begun(compressed, 2))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("damaged");
    }

    /** Small frames are decoded together, and one that is not whole must not take those before it with it. */
    @Test
    void framesBeforeOneThatIsCutOffInItsHeaderAreRead() throws IOException {
        byte[] before = Compression.ZSTD_FRAMES.compress(SMALL);
        byte[] last = Compression.ZSTD.compress(lines(2, 500));
        byte[] skippable = {0x53, 0x2a, 0x4d, 0x18, 9, 0, 0, 0, 1};
        for (byte[] frame : List.of(last, skippable)) {
            for (int length = 1; length < 9; length++) {
                byte[] cut = Compression.join(before, Arrays.copyOf(frame, length));
                assertThat(begun(cut, 1 + length % 2)).isEqualTo(SMALL);
                try (DecodedStream stream = open(cut, 1 + length % 2, 1 << 20)) {
                    assertThat(stream.readNBytes(SMALL.length)).isEqualTo(SMALL);
                    assertThatThrownBy(stream::read)
                            .isInstanceOfSatisfying(
                                    CodecException.class,
                                    e -> assertThat(e.offset()).isEqualTo(cut.length))
                            .hasMessageContaining("cut off");
                }
            }
        }
    }

    private static byte[] begun(byte[] file, int threads) throws IOException {
        MemoryFile bytes = new MemoryFile(file);
        Codec codec = Objects.requireNonNull(Codec.of(bytes));
        try (BegunStream stream = BegunStream.open(bytes, codec, threads)) {
            return stream.readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangedBitIsFoundOutOrChangesNothing(Compression compression) throws IOException {
        byte[] compressed = compression.compress(SMALL);
        byte[] text = compression.text(SMALL);
        Random random = new Random(1);
        for (int at = 0; at < compressed.length; at++) {
            byte[] changed = compressed.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            if (Codec.of(new MemoryFile(changed)) == null) {
                continue;
            }
            byte[] got;
            try {
                got = decode(changed, 1 + at % 2, 1 << 20);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("the.log").hasMessageContaining("byte");
                assertThat(e).isInstanceOf(CodecException.class);
                continue;
            }
            if (compression.isChecked()) {
                assertThat(got).as("byte %d", at).isEqualTo(text);
            } else {
                assertThat(got).hasSameSizeAs(text);
            }
        }
    }

    /** Lengths, offsets and counts that are far off, pieces that are missing, doubled or of another kind. */
    @ParameterizedTest
    @EnumSource
    void whateverIsDoneToItItEndsAndFailsCleanly(Compression compression) {
        long first = Long.getLong("fscensus.random.seed", 1);
        int rounds = Integer.getInteger("fscensus.random.rounds", 300);
        byte[] good = compression.compress(SMALL);
        for (long seed = first; seed < first + rounds; seed++) {
            Random random = new Random(seed);
            byte[] broken = good;
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                broken = damaged(broken, random);
            }
            long start = System.nanoTime();
            try {
                if (Codec.of(new MemoryFile(broken)) != null) {
                    decode(broken, 1 + random.nextInt(3), 1 << 20);
                }
            } catch (IOException e) {
                assertThat(e)
                        .as("seed %d", seed)
                        .isInstanceOf(CodecException.class)
                        .hasMessageContaining("the.log")
                        .hasMessageContaining("byte");
            } catch (RuntimeException e) {
                throw new AssertionError(compression + ", seed " + seed, e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("seed %d", seed)
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 8 : 400));
        byte[] before = Arrays.copyOf(bytes, from);
        byte[] piece = Arrays.copyOfRange(bytes, from, to);
        byte[] after = Arrays.copyOfRange(bytes, to, bytes.length);
        return switch (random.nextInt(6)) {
            case 0 -> {
                Arrays.fill(piece, (byte)
                        List.of(0, 0x7f, 0x80, 0xff).get(random.nextInt(4)).intValue());
                yield Compression.join(before, piece, after);
            }
            case 1 -> {
                random.nextBytes(piece);
                yield Compression.join(before, piece, after);
            }
            case 2 -> Compression.join(before, after);
            case 3 -> Compression.join(before, piece, piece, after);
            case 4 -> Compression.join(after, piece, before);
            default -> {
                List<Compression> kinds = List.of(Compression.values());
                Compression other = kinds.get(random.nextInt(kinds.size()));
                yield Compression.join(before, Arrays.copyOf(other.compress(SMALL), 500), after);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void whatStandsBehindItIsAnErrorWithItsOffset(Compression compression) {
        byte[] compressed = compression.compress(SMALL);
        byte[] more = Compression.join(compressed, "more of it".getBytes(US_ASCII));
        assertThatThrownBy(() -> decode(more, 2, 1 << 20))
                .isInstanceOfSatisfying(
                        CodecException.class,
                        e -> assertThat(e.offset()).isBetween((long) compressed.length - 12, (long) more.length));
    }

    @ParameterizedTest
    @EnumSource
    void twoFilesInARowAreOne(Compression compression) throws IOException {
        if (compression == Compression.GZIP_PADDED) {
            return;
        }
        byte[] compressed = compression.compress(SMALL);
        byte[] text = compression.text(SMALL);
        assertThat(decode(Compression.join(compressed, compressed), 2, 1 << 20))
                .isEqualTo(Compression.join(text, text));
    }

    /** So that others are read beside it; not where threads can share it, or where it takes much memory. */
    @Test
    void tellsWhetherItComesAsOneStream() throws IOException {
        assertThat(thatAreOneStream(new byte[1000]))
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Compression.BGZF_THEN_GZIP)));
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        assertThat(thatAreOneStream(large))
                .containsExactlyInAnyOrder(
                        Compression.GZIP,
                        Compression.GZIP_HEADER,
                        Compression.GZIP_MEMBERS,
                        Compression.GZIP_PADDED,
                        Compression.XZ_ONE_BLOCK,
                        Compression.ZSTD);
        // The end of a frame is looked for to some extent.
        byte[] noise = new byte[40 << 20];
        new Random(1).nextBytes(noise);
        assertThat(isOneStream(zstd(noise, 21))).isTrue();
        assertThat(isOneStream(zstd(noise, 27))).isFalse();
    }

    private static Set<Compression> thatAreOneStream(byte[] text) throws IOException {
        Set<Compression> found = EnumSet.noneOf(Compression.class);
        for (Compression compression : Compression.values()) {
            if (isOneStream(compression.compress(text))) {
                found.add(compression);
            }
        }
        return found;
    }

    private static boolean isOneStream(byte[] compressed) throws IOException {
        try (DecodedStream stream = open(compressed, 2, ExpansionLimit.NONE, 1 << 20)) {
            assertThat(stream.isOneStream()).isFalse();
            stream.readNBytes(10);
            return stream.isOneStream();
        }
    }

    private static byte[] zstd(byte[] text, int windowBits) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(compressed)) {
            out.setLong(windowBits);
            out.write(text);
        }
        return compressed.toByteArray();
    }

    /** Regression: the segment for which a further thread could not be made stayed undone, and the reader waited for ever. */
    @Test
    @Timeout(60)
    void whereNoFurtherThreadCanBeMadeReadingFails() {
        MemoryFile file = new MemoryFile(Compression.ZSTD_FRAMES.compress(new byte[4_000_000]));
        ThreadFactory named = DecodedStream.named(Codec.ZSTD);
        AtomicInteger made = new AtomicInteger();
        ThreadFactory one = task -> {
            if (made.getAndIncrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return named.newThread(task);
        };
        try (DecodedStream stream = new DecodedStream(file, Codec.ZSTD, 2, ExpansionLimit.NONE, 1 << 20, one)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(stream::readAllBytes)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("unable to create native thread");
            }
        }
        assertThat(made).hasValueGreaterThan(1);
    }

    /** A text a thousand times as large as the file: threads wait once they are ahead by what is allowed. */
    @Test
    void whatIsAheadOfTheReaderIsBounded() throws Exception {
        MemoryFile file = new MemoryFile(Compression.ZSTD_FRAMES.compress(new byte[4_000_000]));
        SegmentQueue queue =
                new SegmentQueue(Codec.ZSTD.newSplitter(file), 3 * SegmentQueue.BLOCK, 3 * SegmentQueue.BLOCK);
        Slot first = Objects.requireNonNull(queue.claim());
        for (int i = 0; i < 3; i++) {
            byte[] bytes = Objects.requireNonNull(queue.take(first));
            queue.put(first, new Slot.Block(bytes, bytes.length, 0));
        }
        AtomicBoolean taken = new AtomicBoolean();
        Thread decoder = new Thread(() -> {
            try {
                taken.set(queue.take(first) != null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        decoder.start();
        Awaitility.await().until(() -> decoder.getState() == Thread.State.WAITING);
        for (int i = 0; i < 2; i++) {
            queue.recycle(Objects.requireNonNull(queue.next()));
        }
        decoder.join(10_000);
        assertThat(taken).isTrue();
        queue.close();
    }

    @ParameterizedTest
    @EnumSource
    void aBombIsReadNoFartherThanIsAllowed(Compression compression) throws IOException {
        byte[] compressed = compression.compress(new byte[1_200_000]);
        int times = 600_000 / compressed.length;
        long blocks = 2L * SegmentQueue.BLOCK;
        for (ExpansionLimit limit : List.of(new ExpansionLimit(times, 0), new ExpansionLimit(1, 600_000))) {
            try (DecodedStream stream = open(compressed, 2, limit, 1 << 20)) {
                byte[] buffer = new byte[SegmentQueue.BLOCK];
                long text = 0;
                IOException refused = null;
                while (refused == null) {
                    try {
                        text += stream.read(buffer);
                    } catch (IOException e) {
                        refused = e;
                    }
                }
                assertThat(text).isBetween(600_000 - blocks, 600_000L);
                assertThat(refused)
                        .isInstanceOf(ExpansionException.class)
                        .hasMessageStartingWith(
                                "the.log: its " + compression.codec().id() + " data had come to ")
                        .hasMessageContaining(" by byte " + stream.compressedPosition() + " of ")
                        .hasMessageContaining(limit.times() + " times");
                assertThatThrownBy(() -> stream.read(buffer)).isInstanceOf(ExpansionException.class);
            }
        }
        ExpansionLimit enough = new ExpansionLimit(1, compression.text(new byte[1_200_000]).length);
        try (DecodedStream stream = open(compressed, 2, enough, 1 << 20)) {
            assertThat(stream.readAllBytes()).hasSize((int) enough.always());
        }
    }

    /** What bytes occur in a block is told by 16 bits for 16 bytes: these spell the magic that a block begins with. */
    @Test
    void aMagicWithinABlockOfBzip2BeginsNone() throws IOException {
        long magic = Bzip2Decoder.BLOCK;
        ByteArrayOutputStream alphabet = new ByteArrayOutputStream();
        for (int i = 0; i < 48; i++) {
            if ((magic >>> (47 - i) & 1) != 0) {
                alphabet.write(0x20 + i);
            }
        }
        byte[] bytes = alphabet.toByteArray();
        Random random = new Random(3);
        byte[] text = new byte[1_500_000];
        for (int i = 0; i < text.length; i++) {
            text[i] = bytes[random.nextInt(bytes.length)];
        }
        byte[] compressed = Compression.BZIP2_BLOCKS.compress(text);
        assertThat(blocks(compressed)).isGreaterThan(2 * 15);
        for (int threads : new int[] {1, 3}) {
            assertThat(decode(compressed, threads, 1)).isEqualTo(text);
        }
        compressed[compressed.length - 2] ^= 1;
        assertThatThrownBy(() -> decode(compressed, 3, 1)).hasMessageContaining("checksum of the stream");
    }

    /** How often the magic of a block occurs. */
    private static int blocks(byte[] compressed) {
        int count = 0;
        long window = 0;
        for (byte b : compressed) {
            window = window << 8 | (b & 0xff);
            for (int shift = 0; shift < 8; shift++) {
                count += (window >>> shift & 0xffff_ffff_ffffL) == Bzip2Decoder.BLOCK ? 1 : 0;
            }
        }
        return count;
    }

    private static DecodedStream open(byte[] compressed, int threads, long ahead) throws IOException {
        return open(compressed, threads, ExpansionLimit.NONE, ahead);
    }

    private static DecodedStream open(byte[] compressed, int threads, ExpansionLimit limit, long ahead)
            throws IOException {
        MemoryFile file = new MemoryFile(compressed);
        Codec codec = Codec.of(file);
        if (codec == null) {
            throw new IOException("the.log is no compressed file by its first byte");
        }
        return new DecodedStream(file, codec, threads, limit, ahead, DecodedStream.named(codec));
    }

    private static byte[] decode(byte[] compressed, int threads, long ahead) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (DecodedStream stream = open(compressed, threads, ahead)) {
            stream.transferTo(text);
        }
        return text.toByteArray();
    }

    /** Lines of a log, and some that are long runs or that nothing can make shorter. */
    static byte[] lines(int seed, int length) {
        Random random = new Random(seed);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (text.size() < length) {
            text.writeBytes(("line " + random.nextInt(1000) + " of /some/path\n").getBytes(US_ASCII));
            if (random.nextInt(100) == 0) {
                byte[] noise = new byte[random.nextInt(3000)];
                random.nextBytes(noise);
                text.writeBytes(noise);
                text.writeBytes("x".repeat(random.nextInt(3000)).getBytes(US_ASCII));
            }
        }
        return Arrays.copyOf(text.toByteArray(), length);
    }
}
