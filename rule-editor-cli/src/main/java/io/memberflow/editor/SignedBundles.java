package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.registry.ReleaseSignature;
import java.util.List;

/** Says who signed what, for which channels. */
final class SignedBundles {
    private SignedBundles() {}

    static List<String> lines(ReleaseSignature signature, Language language) {
        return List.of(
                signature == null
                        ? Message.NOT_SIGNED.in(language)
                        : Message.SIGNED.in(
                                language,
                                signature.keyId(),
                                String.join(" ", signature.channels())));
    }

    static void put(ReleaseSignature signature, ObjectNode json) {
        if (signature == null) {
            json.putNull("signature");
            return;
        }
        ObjectNode one = json.putObject("signature");
        one.put("key", signature.keyId());
        ArrayNode channels = one.putArray("channels");
        signature.channels().forEach(channels::add);
    }
}
