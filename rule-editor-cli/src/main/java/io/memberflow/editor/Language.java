package io.memberflow.editor;

import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** The languages a person can be spoken to in. */
enum Language {
    ZH,
    EN;

    private static final String BUNDLE = "io.memberflow.editor.messages";

    private ResourceBundle texts;

    /** Chinese where the machine speaks Chinese, else English. */
    static Language of(Locale locale) {
        return locale.getLanguage().equals("zh") ? ZH : EN;
    }

    static Language ofMachine() {
        return of(Locale.getDefault());
    }

    /** As {@code --lang} names it. */
    static Optional<Language> named(String name) {
        return switch (name) {
            case "zh" -> Optional.of(ZH);
            case "en" -> Optional.of(EN);
            default -> Optional.empty();
        };
    }

    /** The language that a command line asks for, before anything else of it is looked at. */
    static Language askedFor(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            String value =
                    arguments[i].startsWith("--lang=")
                            ? arguments[i].substring("--lang=".length())
                            : arguments[i].equals("--lang") && i + 1 < arguments.length
                                    ? arguments[i + 1]
                                    : "";
            Optional<Language> named = named(value);
            if (named.isPresent()) {
                return named.get();
            }
        }
        return ofMachine();
    }

    boolean isChinese() {
        return this == ZH;
    }

    /** Of a pair that {@code rules} says in both languages, the one in this. */
    String choose(String zh, String en) {
        return isChinese() ? zh : en;
    }

    /** Everything that is said in this language. */
    synchronized ResourceBundle texts() {
        if (texts == null) {
            texts =
                    ResourceBundle.getBundle(
                            BUNDLE,
                            isChinese() ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH,
                            ResourceBundle.Control.getNoFallbackControl(
                                    ResourceBundle.Control.FORMAT_PROPERTIES));
        }
        return texts;
    }
}
