package io.memberflow.editor;

import io.memberflow.registry.Channel;
import io.memberflow.registry.RegistryRefusal;
import io.memberflow.registry.ReleaseSignature;
import io.memberflow.registry.SigningKey;
import io.memberflow.rulebook.RulebookProblem;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** With which key a release is signed, and for which channels. */
final class SigningOptions {
    @Option(names = "--key", paramLabel = "FILE", descriptionKey = "signing.key")
    private Path key;

    @Option(
            names = "--for",
            paramLabel = "CHANNEL",
            split = ",",
            descriptionKey = "signing.channels")
    private List<String> channels = List.of();

    boolean isGiven() {
        return key != null;
    }

    /**
     * The signature over files; null without a key.
     *
     * @param otherwise the channel it is for when none is named
     */
    ReleaseSignature sign(String sha256, String otherwise) {
        if (key == null) {
            if (!channels.isEmpty()) {
                throw Stop.wrongUse(Message.CHANNELS_WITHOUT_KEY);
            }
            return null;
        }
        try {
            return ReleaseSignature.sign(
                    sha256,
                    channels.isEmpty() ? List.of(otherwise) : channels,
                    SigningKey.read(key));
        } catch (RulebookProblem e) {
            throw Stop.said(Exit.WRONG, e.zh(), e.en());
        } catch (RegistryRefusal e) {
            throw Stop.said(Exit.WRONG, e.zh(), e.en());
        }
    }

    ReleaseSignature sign(String sha256) {
        return sign(sha256, Channel.DEFAULT);
    }
}
