package io.memberflow.editor;

import io.memberflow.member.RowType;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What facts are called before people; the texts stand with the messages. */
final class FactTitles {
    private static final Pattern WINDOW = Pattern.compile("(d(\\d+)|life)\\.(\\w+)");

    private FactTitles() {}

    /**
     * A title such as 近365天订单数.
     *
     * @param type as rules write it
     */
    static String of(String type, String name, Language language) {
        if (name.startsWith("attributes")) {
            return language.texts().getString("fact." + type + ".attributes");
        }
        Matcher window = WINDOW.matcher(name);
        if (type.equals(RowType.MEMBER.title()) && window.matches()) {
            String over =
                    window.group(2) == null
                            ? Message.WINDOW_LIFE.in(language)
                            : Message.WINDOW_DAYS.in(language, window.group(2));
            return over + language.texts().getString("fact.window." + window.group(3));
        }
        ResourceBundle texts = language.texts();
        return texts.getString("fact." + type + "." + name);
    }
}
