package io.memberflow.rulebook;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A release as one file: a zip archive that every zip program opens, in which nothing is left to
 * choice. Entries ascend by path and are stored as they are, with no times, attributes, comments or
 * folders. So the same files make the same bytes, with any Java on any machine; what a compressor
 * makes of them depends on its version, and a database compresses large columns by itself.
 *
 * <p>{@link #read} takes those bytes and no others: whatever it reads it packs again and compares.
 * There is no place in a bundle where a bit could change or something could hide unseen, and, as
 * nothing is compressed, none from which more could come than went in. The version is no part of a
 * bundle: the registry gives it when the release is published.
 */
public final class Bundle {
    /** Larger bundles are refused: the files, their longest paths twice, and the archive's own. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;

    /** Stored entries need version 1.0 of the format. */
    private static final short FORMAT = 10;

    /** Names are UTF-8. */
    private static final short FLAGS = 0x0800;

    private static final short STORED = 0;

    /** 1 January 1980, the earliest there is. */
    private static final short DATE = 0x0021;

    private Bundle() {}

    /** A file as it lies in the archive. */
    private record Entry(byte[] path, byte[] content, int crc, int offset) {}

    /**
     * The bundle of a release.
     *
     * @throws RulebookProblem when its files are too many, too large, called wrongly, or none that
     *     a rulebook has
     */
    public static byte[] write(Release release) {
        refuse(release);
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < release.paths().length; i++) {
            String path = release.paths()[i];
            if (files.put(path, content(path, release.texts()[i])) != null) {
                throw new RulebookProblem(
                        "文件 " + path + " 有两个，请删掉一个。",
                        "There are two files " + path + ". Remove one of them.",
                        null);
            }
        }
        return pack(files);
    }

    /**
     * The release in a bundle.
     *
     * @param version its number in the registry, 0 for none
     * @param bundle may be any bytes, from anybody
     * @throws RulebookProblem when it is no bundle, was changed or cut short, or when its files are
     *     too many, too large, called wrongly, or none that a rulebook has
     */
    public static Release read(int version, byte[] bundle) {
        if (bundle.length > MAX_BYTES) {
            throw new RulebookProblem(
                    "规则包有 " + bundle.length + " 字节，最多 " + MAX_BYTES + "，请删减规则库。",
                    "The bundle has "
                            + bundle.length
                            + " bytes; at most "
                            + MAX_BYTES
                            + " are allowed. Remove what the rulebook does not need.",
                    null);
        }
        Map<String, String> files;
        try {
            files = unpack(fields(bundle));
        } catch (BufferUnderflowException e) {
            throw new RulebookProblem(
                    "规则包不完整：在第 " + bundle.length + " 个字节处断了。请重新取得或重新打包。",
                    "The bundle is cut short after "
                            + bundle.length
                            + " bytes. Fetch it again, or build it anew.",
                    e);
        }
        Release release = Release.of(version, files);
        if (!Arrays.equals(write(release), bundle)) {
            throw damaged("它的字节和重新打包的不一样", "its bytes are not those that its files make");
        }
        return release;
    }

    private static void refuse(Release release) {
        List<TableProblem> problems = ReleaseLimits.check(release);
        if (!problems.isEmpty()) {
            StringBuilder zh = new StringBuilder("规则库不能打包：");
            StringBuilder en = new StringBuilder("The rulebook cannot be a bundle:");
            for (TableProblem problem : problems) {
                zh.append("\n  ").append(problem.file()).append(": ").append(problem.zh());
                en.append("\n  ").append(problem.file()).append(": ").append(problem.en());
            }
            throw new RulebookProblem(zh.toString(), en.toString(), null);
        }
        for (String path : release.paths()) {
            if (!RulebookFiles.belongs(path)) {
                throw new RulebookProblem(
                        "文件 " + path + " 不属于规则库，请删掉它。",
                        "The file " + path + " is none that a rulebook has. Remove it.",
                        null);
            }
        }
    }

    private static byte[] content(String path, String text) {
        if (path.endsWith(RulebookFiles.WORKBOOK)) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new RulebookProblem(
                        "表格 " + path + " 读不出来，请重新保存。",
                        "The workbook " + path + " cannot be read. Save it again.",
                        e);
            }
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new RulebookProblem(
                    "文件 " + path + " 里有半个字符，请用 UTF-8 重新保存。",
                    "The file " + path + " holds half a character. Save it again as UTF-8.",
                    e);
        }
    }

    /** Of files by ascending path. */
    private static byte[] pack(SortedMap<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Entry> entries = new ArrayList<>();
        files.forEach(
                (name, content) -> {
                    byte[] path = name.getBytes(StandardCharsets.UTF_8);
                    entries.add(new Entry(path, content, crc(content), out.size()));
                    local(out, entries.get(entries.size() - 1));
                });
        int directory = out.size();
        entries.forEach(entry -> central(out, entry));
        int size = out.size() - directory;
        byte[] end = new byte[END_BYTES];
        fields(end)
                .putInt(END)
                .putShort((short) 0) // disk
                .putShort((short) 0) // disk of the directory
                .putShort((short) entries.size())
                .putShort((short) entries.size())
                .putInt(size)
                .putInt(directory)
                .putShort((short) 0); // comment
        out.writeBytes(end);
        return out.toByteArray();
    }

    private static void local(ByteArrayOutputStream out, Entry entry) {
        byte[] header = new byte[LOCAL_BYTES];
        common(fields(header).putInt(LOCAL), entry);
        out.writeBytes(header);
        out.writeBytes(entry.path());
        out.writeBytes(entry.content());
    }

    private static void central(ByteArrayOutputStream out, Entry entry) {
        byte[] header = new byte[CENTRAL_BYTES];
        common(fields(header).putInt(CENTRAL).putShort(FORMAT), entry)
                .putShort((short) 0) // comment
                .putShort((short) 0) // disk
                .putShort((short) 0) // attributes
                .putInt(0)
                .putInt(entry.offset());
        out.writeBytes(header);
        out.writeBytes(entry.path());
    }

    /** What stands in both headers of an entry. */
    private static ByteBuffer common(ByteBuffer header, Entry entry) {
        return header.putShort(FORMAT)
                .putShort(FLAGS)
                .putShort(STORED)
                .putShort((short) 0) // time
                .putShort(DATE)
                .putInt(entry.crc())
                .putInt(entry.content().length)
                .putInt(entry.content().length)
                .putShort((short) entry.path().length)
                .putShort((short) 0); // extra field
    }

    private static ByteBuffer fields(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The files before the archive's directory; whether the rest is right shows by packing them.
     */
    private static Map<String, String> unpack(ByteBuffer in) {
        Map<String, String> files = new TreeMap<>();
        String last = "";
        int signature = in.getInt();
        while (signature == LOCAL) {
            in.getShort(); // version of the format
            int flags = in.getShort();
            int method = in.getShort();
            if (method != STORED || flags != FLAGS) {
                throw new RulebookProblem(
                        "规则包里有压缩过的文件，是别的程序打的包。请用 rule-editor build 打包。",
                        "The bundle holds compressed files; another program packed it. Use"
                                + " rule-editor build.",
                        null);
            }
            in.getInt(); // time and date
            int crc = in.getInt();
            int size = in.getInt();
            in.getInt(); // the same size again
            int pathSize = Short.toUnsignedInt(in.getShort());
            in.getShort(); // of the extra field: what does not fit shows when it is packed again
            String path = text("?", bytes(in, pathSize));
            byte[] content = bytes(in, size);
            if (crc(content) != crc) {
                throw damaged(
                        "文件 " + shown(path) + " 的校验和不对",
                        "the checksum of " + shown(path) + " does not fit");
            }
            if (path.compareTo(last) <= 0 || files.size() == ReleaseLimits.MAX_FILES) {
                throw damaged("文件太多、重复或没有排序", "its files are too many, double or not in order");
            }
            last = path;
            files.put(
                    path,
                    path.endsWith(RulebookFiles.WORKBOOK)
                            ? Base64.getEncoder().encodeToString(content)
                            : text(path, content));
            signature = in.getInt();
        }
        if (signature != CENTRAL && signature != END) {
            throw new RulebookProblem(
                    "这不是规则包，或者已损坏。请用 rule-editor build 打包。",
                    "This is no bundle, or it is damaged. Use rule-editor build.",
                    null);
        }
        return files;
    }

    private static byte[] bytes(ByteBuffer in, int size) {
        if (size < 0 || size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[size];
        in.get(bytes);
        return bytes;
    }

    private static String text(String path, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw damaged("文件 " + shown(path) + " 不是 UTF-8", shown(path) + " is not UTF-8");
        }
    }

    private static int crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }

    private static String shown(String path) {
        return ReleaseLimits.shown(path);
    }

    private static RulebookProblem damaged(String zh, String en) {
        return new RulebookProblem(
                "规则包已损坏或被改动过：" + zh + "。请重新取得或重新打包。",
                "The bundle is damaged or was changed: "
                        + en
                        + ". Fetch it again, or build it anew.",
                null);
    }
}
