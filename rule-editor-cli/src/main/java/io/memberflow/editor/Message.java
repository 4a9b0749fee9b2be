package io.memberflow.editor;

import java.util.Locale;

/** Everything the program itself says, in both languages. */
enum Message {
    NO_FINDINGS("%s：没有发现问题。", "%s: no findings."),
    FINDINGS("%s：发现 %d 个问题。", "%s: %d findings."),
    PROVED("已证明：%s", "proved: %s"),
    NOT_PROVED("未证明：%s", "not proved: %s"),
    CASES_MET("%s：%d 个用例都符合期望。", "%s: %d cases, all as expected."),
    CASES_MISSED("%s：%d 个用例，%d 处不符合期望。", "%s: %d cases, %d failures."),
    NO_FOLDER(
            "%s 不是文件夹：请用 -C 指定规则手册所在的文件夹。", "%s is no folder: give the rulebook's folder with -C."),
    NO_LANGUAGE("--lang %s 不是可用的语言：请用 zh 或 en。", "--lang %s is no language: give zh or en."),
    NO_COMMAND(
            "没有给出命令：rule-editor --help 列出所有命令。",
            "no command is given: 'rule-editor --help' lists them."),
    WRONG_USE("%s（rule-editor --help 列出用法）", "%s ('rule-editor --help' shows the usage)"),
    FAILED("程序出错：%s", "rule-editor failed: %s");

    private final String zh;
    private final String en;

    Message(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    String in(Language language, Object... values) {
        return String.format(Locale.ROOT, language.isChinese() ? zh : en, values);
    }
}
