package io.memberflow.job.release;

import io.memberflow.registry.Mode;
import io.memberflow.rulebook.Release;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes what the deciders were told, releases and all, byte by byte: it stays in savepoints. */
final class ReleaseSplitSerializer implements SimpleVersionedSerializer<ReleaseSplit> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(ReleaseSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, split.state().active());
            write(out, split.state().pending());
        }
        return bytes.toByteArray();
    }

    @Override
    public ReleaseSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "The state of the releases is of version "
                            + version
                            + "; this Memberflow knows version "
                            + VERSION
                            + ".\nUse the Memberflow that wrote it, or a newer one.");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
            return new ReleaseSplit(new ReleaseState(readCommand(in), readCommand(in)));
        }
    }

    private static void write(DataOutputStream out, ReleaseCommand command) throws IOException {
        out.writeBoolean(command != null);
        if (command != null) {
            out.writeLong(command.seq());
            out.writeUTF(command.mode().name());
            out.writeInt(command.percent());
            write(out, command.active());
            write(out, command.candidate());
        }
    }

    private static ReleaseCommand readCommand(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        long seq = in.readLong();
        Mode mode = Mode.valueOf(in.readUTF());
        int percent = in.readInt();
        return new ReleaseCommand(
                seq, ReleaseCommand.Kind.PREPARE, readRelease(in), readRelease(in), mode, percent);
    }

    private static void write(DataOutputStream out, Release release) throws IOException {
        out.writeBoolean(release != null);
        if (release != null) {
            out.writeInt(release.version());
            out.writeUTF(release.sha256());
            out.writeInt(release.paths().length);
            for (int i = 0; i < release.paths().length; i++) {
                write(out, release.paths()[i]);
                write(out, release.texts()[i]);
            }
        }
    }

    private static Release readRelease(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        int version = in.readInt();
        String sha256 = in.readUTF();
        String[] paths = new String[in.readInt()];
        String[] texts = new String[paths.length];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = readText(in);
            texts[i] = readText(in);
        }
        return new Release(version, sha256, paths, texts);
    }

    /** Texts may be longer than writeUTF takes. */
    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
