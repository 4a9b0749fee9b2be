package io.memberflow.order;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A gzip file (RFC 1952) of one or more members as one stream. Unlike {@link
 * java.util.zip.GZIPInputStream}, which takes a damaged further member for the end, it gives an
 * error for everything that is not a whole member: nothing of a file is lost in silence. Zeros
 * behind the last member are padding.
 */
final class GzipMembers extends InputStream {

    private static final int MAGIC_1 = 0x1F;
    private static final int MAGIC_2 = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final InputStream in;
    private final byte[] input = new byte[1 << 15];
    private int at;
    private int limit;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean atEnd;

    /**
     * @throws ZipException when the stream does not begin as gzip does
     */
    GzipMembers(InputStream in) throws IOException {
        this.in = in;
        if (!hasMore()) {
            throw new ZipException("The file is empty");
        }
        readHeader();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * @throws ZipException when the data is damaged or ends inside a member
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (!atEnd) {
                int read = inflater.inflate(bytes, offset, length);
                if (read > 0) {
                    crc.update(bytes, offset, read);
                    return read;
                }
                if (inflater.finished()) {
                    at = limit - inflater.getRemaining();
                    readTrailer();
                    nextMember();
                } else if (inflater.needsDictionary()) {
                    throw new ZipException("A dictionary is needed");
                } else {
                    at = limit;
                    if (!hasMore()) {
                        throw new ZipException("The data ends early");
                    }
                    inflater.setInput(input, at, limit - at);
                }
            }
            return -1;
        } catch (DataFormatException e) {
            ZipException damaged = new ZipException("The data is damaged");
            damaged.initCause(e);
            throw damaged;
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    private void nextMember() throws IOException {
        while (hasMore() && input[at] == 0) {
            at++;
        }
        if (hasMore()) {
            inflater.reset();
            crc.reset();
            readHeader();
        } else {
            atEnd = true;
        }
    }

    private void readHeader() throws IOException {
        if (next() != MAGIC_1 || next() != MAGIC_2 || next() != DEFLATE) {
            throw new ZipException("No gzip member begins here");
        }
        int flags = next();
        skip(6);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.setInput(input, at, limit - at);
    }

    private void readTrailer() throws IOException {
        long sum = number();
        long size = number();
        if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new ZipException("The check sum does not match");
        }
    }

    private long number() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skipText() throws IOException {
        int read;
        do {
            read = next();
        } while (read != 0);
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private int next() throws IOException {
        if (!hasMore()) {
            throw new ZipException("The data ends early");
        }
        return input[at++] & 0xFF;
    }

    private boolean hasMore() throws IOException {
        if (at < limit) {
            return true;
        }
        at = 0;
        limit = Math.max(0, in.read(input));
        return limit > 0;
    }
}
