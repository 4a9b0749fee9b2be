package io.memberflow.editor;

import java.util.Locale;

/** The languages a person can be spoken to in. */
enum Language {
    ZH,
    EN;

    /** Chinese where the machine speaks Chinese, else English. */
    static Language of(Locale locale) {
        return locale.getLanguage().equals("zh") ? ZH : EN;
    }

    boolean isChinese() {
        return this == ZH;
    }
}
