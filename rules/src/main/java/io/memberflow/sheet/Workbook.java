package io.memberflow.sheet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Looks into a workbook before anything that understands workbooks opens it, and packs what it saw
 * anew: a reader that trusts another part of the archive than we looked at finds nothing there.
 */
final class Workbook {
    /** A workbook of one sheet has about a dozen parts. */
    private static final int MAX_PARTS = 100;

    /** Bytes of all parts together, unpacked. */
    private static final int MAX_UNPACKED = 16 << 20;

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** Parts that hold programs, other files or ways out of the workbook. */
    private static final List<String> FORBIDDEN =
            List.of(
                    "vbaproject",
                    "/macrosheets/",
                    "/activex/",
                    "/ctrlprops/",
                    "/embeddings/",
                    "/externallinks/",
                    "/connections.xml",
                    "/querytables/");

    private Workbook() {}

    /** The same workbook with only the parts that were looked at. */
    static byte[] inspect(byte[] bytes) throws Unreadable {
        if (bytes.length > Sheet.MAX_BYTES) {
            throw new Unreadable(Sheet.tooLarge());
        }
        for (int i = 0; i < ZIP.length; i++) {
            if (bytes.length <= i || bytes[i] != ZIP[i]) {
                throw new Unreadable(
                        "这不是 xlsx 文件。请用表格软件另存为 xlsx，不要加密。",
                        "This is no xlsx file. Save it as xlsx from a spreadsheet program, without"
                                + " a password.");
            }
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes));
                ZipOutputStream out = new ZipOutputStream(packed)) {
            copy(in, out);
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreadable(
                    "文件已损坏，无法解压。请重新保存。",
                    "The file is damaged and cannot be unpacked. Save it anew.");
        }
        return packed.toByteArray();
    }

    private static void copy(ZipInputStream in, ZipOutputStream out)
            throws IOException, Unreadable {
        Set<String> names = new HashSet<>();
        int left = MAX_UNPACKED;
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            String name = "/" + entry.getName().toLowerCase(Locale.ROOT).replace('\\', '/');
            if (names.size() == MAX_PARTS) {
                throw new Unreadable(
                        "文件里有超过 " + MAX_PARTS + " 个部分。请只留一张工作表，另存一份。",
                        "The file has more than "
                                + MAX_PARTS
                                + " parts. Keep one sheet only and save it anew.");
            }
            if (!names.add(name)) {
                throw new Unreadable(
                        "文件里有两个同名的部分。请用表格软件另存一份。",
                        "Two parts of the file have one name. Save it anew from a spreadsheet"
                                + " program.");
            }
            if (FORBIDDEN.stream().anyMatch(name::contains)) {
                throw new Unreadable(
                        "文件里有宏、控件、嵌入的文件或外部链接。请只留文字和数字，另存为 xlsx。",
                        "The file holds macros, controls, embedded files or links to others. Keep"
                                + " texts and numbers only and save it as xlsx.");
            }
            byte[] part = in.readNBytes(left + 1);
            if (part.length > left) {
                throw new Unreadable(
                        "文件解压后超过 16 MiB。请删掉多余的内容。",
                        "The file is larger than 16 MiB when unpacked. Delete what is not needed.");
            }
            left -= part.length;
            if (!entry.isDirectory()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(part);
                out.closeEntry();
            }
        }
    }

    /** Why a workbook is not opened. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient SheetProblem problem;

        private Unreadable(SheetProblem problem) {
            super(problem.en(), null, false, false);
            this.problem = problem;
        }

        Unreadable(String zh, String en) {
            this(new SheetProblem(1, 1, zh, en));
        }

        SheetProblem problem() {
            return problem;
        }
    }
}
