package org.fscensus.scanlog.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made by the command-line tools, from one text. */
class FilesOfToolsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip.gz",
                "two-members.gz",
                "zero-padded.gz",
                "with-name.gz",
                "pigz.gz",
                "bgzip.gz",
                "xz.xz",
                "blocks.xz",
                "check-none.xz",
                "check-crc32.xz",
                "check-sha256.xz",
                "streams-padded.xz",
                "filters.xz",
                "zstd.zst",
                "no-check.zst",
                "long27.zst",
                "two-frames.zst",
                "streamed.zst",
                "pzstd.zst",
                "bzip2.bz2",
                "level1.bz2",
                "two-streams.bz2",
                "lbzip2.bz2"
            })
    void areReadAsTheToolsReadThem(String name) throws IOException {
        assertThat(decode(name)).isEqualTo(resource("text"));
    }

    @Test
    void aWindowThatTakesTooMuchMemoryIsRefused() {
        assertThatThrownBy(() -> decode("long31.zst"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("2,147,483,648")
                .hasMessageContaining("--long=27");
    }

    /** The header of the first block is at byte 12; its dictionary is made one of 1.5 GiB. */
    @Test
    void aDictionaryThatTakesTooMuchMemoryIsRefused() throws IOException {
        byte[] xz = resource("check-crc32.xz");
        int header = 12;
        int check = header + 4 * (xz[header] & 0xff);
        assertThat(xz[header + 2]).isEqualTo((byte) 0x21);
        xz[header + 4] = 37;
        CRC32 crc = new CRC32();
        crc.update(xz, header, check - header);
        ByteBuffer.wrap(xz).order(ByteOrder.LITTLE_ENDIAN).putInt(check, (int) crc.getValue());
        assertThatThrownBy(() -> decode(xz))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("KiB of memory")
                .hasMessageContaining("-Xmx");
    }

    private static byte[] decode(String name) throws IOException {
        return decode(resource(name));
    }

    private static byte[] decode(byte[] bytes) throws IOException {
        MemoryFile file = new MemoryFile(bytes);
        try (InputStream stream =
                new DecodedStream(file, Objects.requireNonNull(Codec.of(file)), 2, ExpansionLimit.NONE)) {
            return stream.readAllBytes();
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = FilesOfToolsTest.class.getResourceAsStream("/codec/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
