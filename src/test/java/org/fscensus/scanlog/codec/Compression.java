package org.fscensus.scanlog.codec;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/** Ways in which tools compress, done by libraries. All but {@link #XZ_UNCHECKED} hold checksums of the whole text. */
public enum Compression {
    GZIP(Codec.GZIP),
    GZIP_HEADER(Codec.GZIP),
    GZIP_MEMBERS(Codec.GZIP),
    GZIP_PADDED(Codec.GZIP),
    BGZF(Codec.GZIP),
    BGZF_THEN_GZIP(Codec.GZIP),
    XZ_ONE_BLOCK(Codec.XZ),
    XZ_BLOCKS(Codec.XZ),
    XZ_STREAMS(Codec.XZ),
    XZ_UNCHECKED(Codec.XZ),
    ZSTD(Codec.ZSTD),
    ZSTD_FRAMES(Codec.ZSTD),
    ZSTD_SKIPPABLE(Codec.ZSTD),
    BZIP2(Codec.BZIP2),
    BZIP2_BLOCKS(Codec.BZIP2),
    BZIP2_STREAMS(Codec.BZIP2);

    private final Codec codec;

    Compression(Codec codec) {
        this.codec = codec;
    }

    public Codec codec() {
        return codec;
    }

    public byte[] compress(byte[] text) {
        return switch (this) {
            case GZIP -> through(text, GZIPOutputStream::new);
            case GZIP_HEADER -> gzipWithWholeHeader(text);
            case GZIP_MEMBERS -> inParts(text, 1000, GZIP::compress);
            case GZIP_PADDED -> join(GZIP.compress(text), new byte[300]);
            case BGZF -> join(inParts(text, 1000, Compression::bgzfMember), bgzfMember(new byte[0]));
            case BGZF_THEN_GZIP -> inParts(text, 1000, part -> join(bgzfMember(part), GZIP.compress(part)));
            case XZ_ONE_BLOCK -> xz(text, XZ.CHECK_CRC64, Integer.MAX_VALUE);
            case XZ_BLOCKS -> xz(text, XZ.CHECK_CRC32, 1000);
            case XZ_STREAMS -> inParts(text, 100_000, part -> join(xz(part, XZ.CHECK_SHA256, 600), new byte[8]));
            case XZ_UNCHECKED -> xz(text, XZ.CHECK_NONE, 1000);
            case ZSTD -> zstd(text);
            case ZSTD_FRAMES -> inParts(text, 1000, Compression::zstd);
            case ZSTD_SKIPPABLE ->
                join(skippable(0), inParts(text, 1000, part -> join(skippable(5), zstd(part))), skippable(300));
            case BZIP2 -> bzip2(text, 9);
            case BZIP2_BLOCKS -> bzip2(text, 1);
            case BZIP2_STREAMS -> inParts(text, Math.max(1000, text.length / 10), part -> bzip2(part, 1));
        };
    }

    /** What comes out again. */
    public byte[] text(byte[] text) {
        return this == BGZF_THEN_GZIP ? inParts(text, 1000, part -> join(part, part)) : text;
    }

    /** Whether any changed bit of the text is bound to be found out. */
    public boolean isChecked() {
        return this != XZ_UNCHECKED;
    }

    /** Something that writes compressed what is written to it. */
    private interface Compressor {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] through(byte[] text, Compressor compressor) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compressor.over(bytes)) {
            out.write(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Parts of a text one behind the other; one part, an empty one, of an empty text. */
    private static byte[] inParts(byte[] text, int length, UnaryOperator<byte[]> part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        do {
            bytes.writeBytes(part.apply(Arrays.copyOfRange(text, at, Math.min(text.length, at + length))));
            at += length;
        } while (at < text.length);
        return bytes.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** With an extra field, a name, a comment and a checksum of the header. */
    private static byte[] gzipWithWholeHeader(byte[] text) {
        byte[] header = {
            0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3, 7, 0, 'X', 'Y', 3, 0, 9, 9, 9, 'n', 0, 'c', 'c', 0
        };
        CRC32 crc = new CRC32();
        crc.update(header);
        byte[] check = {(byte) crc.getValue(), (byte) (crc.getValue() >>> 8)};
        byte[] plain = GZIP.compress(text);
        return join(header, check, Arrays.copyOfRange(plain, 10, plain.length));
    }

    /** A member that tells its size, as bgzip's do. */
    private static byte[] bgzfMember(byte[] text) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(text);
        deflater.finish();
        byte[] deflated = new byte[2 * text.length + 100];
        int length = deflater.deflate(deflated);
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(text);
        return ByteBuffer.allocate(18 + length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 255, 6, 0, 'B', 'C', 2, 0})
                .putShort((short) (18 + length + 8 - 1))
                .put(deflated, 0, length)
                .putInt((int) crc.getValue())
                .putInt(text.length)
                .array();
    }

    private static byte[] xz(byte[] text, int check, int block) {
        return through(text, out -> {
            LZMA2Options options = new LZMA2Options(0);
            options.setDictSize(LZMA2Options.DICT_SIZE_MIN);
            return new BlockwiseXz(new XZOutputStream(out, options, check), block);
        });
    }

    private static byte[] zstd(byte[] text) {
        return through(text, out -> new ZstdOutputStreamNoFinalizer(out, 3).setChecksum(true));
    }

    private static byte[] skippable(int length) {
        return ByteBuffer.allocate(8 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184d2a53)
                .putInt(length)
                .array();
    }

    private static byte[] bzip2(byte[] text, int level) {
        return through(text, out -> new BZip2CompressorOutputStream(out, level));
    }

    /** Ends a block after so many bytes. */
    private static final class BlockwiseXz extends OutputStream {
        private final XZOutputStream out;
        private final int block;

        BlockwiseXz(XZOutputStream out, int block) {
            this.out = out;
            this.block = block;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int at = from; at < from + length; ) {
                int n = Math.min(block, from + length - at);
                out.write(bytes, at, n);
                at += n;
                if (n == block) {
                    out.endBlock();
                }
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
