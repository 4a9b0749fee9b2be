package io.memberflow.engine;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks into a compiled class before it is loaded: at all classes, methods and fields its constant
 * pool names, which are all it can ever use.
 */
final class ClassScan {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;

    private final String[] texts;
    private final int[] tags;
    private final int[] first;
    private final int[] second;

    private ClassScan(int size) {
        texts = new String[size];
        tags = new int[size];
        first = new int[size];
        second = new int[size];
    }

    /**
     * What the class names and {@link AllowedCode} does not, as {@code
     * java/lang/Runtime#getRuntime}; empty when it may be loaded.
     *
     * @param bytes a class file; one that cannot be read is not allowed either
     */
    static List<String> notAllowed(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                return List.of("no class file");
            }
            in.readInt();
            ClassScan scan = new ClassScan(in.readUnsignedShort());
            scan.readPool(in);
            in.readUnsignedShort();
            return scan.notAllowed(in.readUnsignedShort());
        } catch (IOException | IndexOutOfBoundsException e) {
            return List.of("a class file that cannot be read");
        }
    }

    private void readPool(DataInputStream in) throws IOException {
        for (int i = 1; i < tags.length; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++;
                }
                case CLASS, 8, 16 -> first[i] = in.readUnsignedShort();
                case FIELD, 10, INTERFACE_METHOD, NAME_AND_TYPE, 18 -> {
                    first[i] = in.readUnsignedShort();
                    second[i] = in.readUnsignedShort();
                }
                case 15 -> {
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                }
                // Dynamic constants and modules: no compiler of rules writes them.
                default -> throw new IOException("An entry of kind " + tags[i]);
            }
        }
    }

    private List<String> notAllowed(int self) {
        List<String> found = new ArrayList<>();
        String name = texts[first[self]];
        if (!AllowedCode.isMade(name)) {
            found.add("a class of the name " + name);
        }
        for (int i = 1; i < tags.length; i++) {
            if (tags[i] == CLASS) {
                String type = element(texts[first[i]]);
                if (type.contains("/") && !AllowedCode.isAllowed(type)) {
                    found.add(type);
                } else if (!type.contains("/") && !isPrimitive(type)) {
                    found.add(type);
                }
            } else if (tags[i] >= FIELD && tags[i] <= INTERFACE_METHOD) {
                String owner = element(texts[first[first[i]]]);
                String member = texts[first[second[i]]];
                if (!AllowedCode.isAllowed(owner, member)) {
                    found.add(owner + "#" + member);
                }
            }
        }
        return List.copyOf(found);
    }

    /** What an array is made of, the name itself when it is none. */
    private static String element(String name) {
        String element = name.replaceFirst("^\\[+", "");
        boolean isArrayOfObjects = element.length() < name.length() && element.endsWith(";");
        return isArrayOfObjects ? element.substring(1, element.length() - 1) : element;
    }

    private static boolean isPrimitive(String type) {
        return type.length() == 1 && "BCDFIJSZ".contains(type);
    }
}
