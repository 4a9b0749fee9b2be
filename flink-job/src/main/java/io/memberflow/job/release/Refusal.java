package io.memberflow.job.release;

import java.util.List;

/**
 * Why a job does not use what its channel points at, in words for a row of {@code rule_activation}.
 *
 * @param seq the channel's sequence number
 * @param version the release
 * @param inUse what stays in use, null for nothing yet
 * @param zh the reason in Chinese, a line for each finding
 * @param en the same in English
 */
record Refusal(long seq, int version, ReleaseCommand inUse, String zh, String en) {
    /** Each language has half of what a row holds. */
    private static final int LONGEST = 1_900;

    /** English and then Chinese, with as many findings of each as there is room for. */
    String message() {
        return cut(firstLine() + "\n" + en, " more lines")
                + "\n\n"
                + cut(firstLineInChinese() + "\n" + zh, " 行未列出");
    }

    /** What happened, without the findings. */
    String firstLine() {
        return "Release %d (sequence %d) is not used; %s."
                .formatted(
                        version,
                        seq,
                        inUse == null
                                ? "no release is in use yet"
                                : "release %d (sequence %d) stays in use"
                                        .formatted(inUse.active().version(), inUse.seq()));
    }

    private String firstLineInChinese() {
        return "版本 %d（序号 %d）未启用，%s。"
                .formatted(
                        version,
                        seq,
                        inUse == null
                                ? "目前还没有启用任何版本"
                                : "仍用版本 %d（序号 %d）"
                                        .formatted(inUse.active().version(), inUse.seq()));
    }

    private static String cut(String text, String more) {
        if (text.length() <= LONGEST) {
            return text;
        }
        List<String> lines = text.lines().toList();
        StringBuilder kept = new StringBuilder();
        int line = 0;
        while (line < lines.size() && kept.length() + lines.get(line).length() < LONGEST) {
            kept.append(lines.get(line++)).append('\n');
        }
        if (line < 2 && line < lines.size()) {
            // One line that is longer than all the room there is.
            int room = LONGEST - kept.length();
            int end = Character.isHighSurrogate(lines.get(line).charAt(room - 1)) ? room - 1 : room;
            kept.append(lines.get(line++), 0, end).append("…\n");
        }
        int left = lines.size() - line;
        return left == 0 ? kept.toString().stripTrailing() : kept + "… " + left + more;
    }
}
