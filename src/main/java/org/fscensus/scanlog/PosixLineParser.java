package org.fscensus.scanlog;

/**
 * Reads what {@code find -printf} writes of any file system, a line or NUL-terminated record for each inode:
 *
 * <pre>InodeNumber s=Size b=Blocks u=User g=Group n=Links type=Letter perm=Mode a=Access m=Modify c=Change -- FullPath</pre>
 */
final class PosixLineParser extends KeyValueLineParser {
    private final Decimal number = new Decimal();

    PosixLineParser(ParseOptions options, Terminator terminator) {
        super(true, options, terminator);
    }

    @Override
    int head(byte[] bytes, int from) {
        if (!number.readUnsigned(bytes, from) || !LineEnds.isBlank(bytes[number.end])) {
            return -1;
        }
        inode = number.value;
        return number.end;
    }

    @Override
    boolean isComment(byte first) {
        return false;
    }

    @Override
    String noHead() {
        return "does not begin with an inode number";
    }
}
