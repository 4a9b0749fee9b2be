package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Mode;

/** Shows a channel. */
final class ChannelReport {
    private static final String GAP = "  ";

    private ChannelReport() {}

    static String line(Channel channel, Language language) {
        String line =
                Message.CHANNEL_LINE.in(
                        language, channel.name(), channel.seq(), channel.activeVersion());
        if (channel.mode() == Mode.SHADOW) {
            line += GAP + Message.CHANNEL_SHADOW.in(language, channel.candidateVersion());
        } else if (channel.mode() == Mode.CANARY) {
            line +=
                    GAP
                            + Message.CHANNEL_CANARY.in(
                                    language, channel.candidateVersion(), channel.percent());
        }
        if (!channel.isEffective()) {
            line += GAP + Message.CHANNEL_LATER.in(language, channel.effectiveAt());
        }
        return channel.frozen()
                ? line + GAP + Message.CHANNEL_FROZEN.in(language, channel.updatedBy())
                : line;
    }

    static void put(Channel channel, ObjectNode json) {
        json.put("channel", channel.name());
        json.put("seq", channel.seq());
        json.put("version", channel.activeVersion());
        json.put("candidate", channel.candidateVersion());
        json.put("mode", channel.mode().name());
        json.put("percent", channel.percent());
        json.put("effectiveAt", channel.effectiveAt().toString());
        json.put("frozen", channel.frozen());
        json.put("by", channel.updatedBy());
        json.put("at", channel.updatedAt().toString());
    }
}
