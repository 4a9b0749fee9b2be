package io.memberflow.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cases: what is read, what is refused, and what a failed one says. */
class CasesTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());

    private static final String CATALOGUE =
            """
            language: 1
            scores:
              recency:   [ { below: 30, score: 5 }, { score: 1 } ]
              frequency: [ { upTo: 1, score: 1 }, { score: 5 } ]
              monetary:  [ { upTo: 100, score: 1 }, { score: 5 } ]
              high: { recencyBelow: 90, frequencyFrom: 2, monetaryFrom: 300 }
            models:
              - { id: funnel, kind: stage, values: [ { value: 忠实 }, { value: 付费 } ] }
              - { id: grade, kind: segment, values: [ { value: 重点 }, { value: 普通 } ] }
              - { id: rank, kind: segment, values: [ { value: 前 }, { value: 后 } ] }
            tags:
              - { key: 性别, single: true, values: [男, 女] }
              - { key: 风格, values: [休闲, 正式] }
              - { key: 意向, open: true }
              - { key: 手写, values: [有] }
            """;

    private static final String RULES =
            """
            package rulebook.test
            rule "funnel.忠实" when Member( life.orders >= 2 ) then decision.stage("funnel", "忠实"); end
            rule "funnel.付费" when Member( life.orders == 1 ) then decision.stage("funnel", "付费"); end
            rule "grade.重点" salience 10 when Member( d365.amount > 300 )
                then decision.segment("grade", "重点"); end
            rule "grade.普通" when Member() then decision.segment("grade", "普通"); end
            rule "rank.前" when Member( amountTopPercent < 10 ) then decision.segment("rank", "前"); end
            rule "rank.后" when Member( amountTopPercent >= 9.5 ) then decision.segment("rank", "后"); end
            rule "性别" when Member( gender == "女" ) then decision.tag("性别", "女"); end
            rule "风格" when Preference( attribute == "风格", $v : value, share >= 0.4, items >= 2 )
                then decision.tag("风格", $v); end
            rule "意向" when Behaviour( type == "VIEW", key == "内衣", count7d >= 5 )
                then decision.tag("意向", "内衣"); end
            rule "手写" when Tag( key == "性别", value == "男" ) then decision.tag("手写", "有"); end
            """;

    private static CompiledRules rules;

    @BeforeAll
    static void compile() {
        rules =
                RuleCompiler.compile(
                                Release.of(
                                        1,
                                        Map.of(RulebookFiles.CATALOGUE, CATALOGUE, "t.drl", RULES)),
                                SCHEMA)
                        .orThrow();
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    private static CaseReader.Result read(String yaml) {
        Release release = Release.of(1, Map.of("tests/t.yaml", yaml));
        return CaseReader.read(release, rules.catalogue(), SCHEMA);
    }

    private static CaseReport run(String yaml) {
        CaseReader.Result read = read(yaml);
        assertThat(read.findings().stream().map(f -> f.text(false))).isEmpty();
        return new CaseRunner(rules).run(read.cases());
    }

    private static List<String> texts(CaseReport report, boolean chinese) {
        return report.misses().stream().map(miss -> miss.text(chinese)).toList();
    }

    @Test
    void everyStreamIsRead() {
        CaseReport report =
                run(
                        """
                        cases:
                          - name: 全部
                            timeline:
                              - as_of: 2025-06-30
                                expect:
                                  segments: {grade: 重点}
                                  stages: {funnel: 忠实}
                                  tags: {性别: 女, 风格: [休闲], 意向: [内衣]}
                                  absent: [rank, "风格=正式", 手写, funnel=付费]
                                  reasons: {funnel: [life.orders], 风格: [share, Preference]}
                                  facts: {d365.amount: 398.00, rHigh: true, lastOrderOn: 2025-06-20, ageYears: ~}
                              - {as_of: 2025-06-19, expect: {stages: {funnel: 付费}}}
                              - {as_of: 2026-06-20, expect: {absent: [风格], tags: {性别: [女]}}}
                            member:
                              gender: 女
                              tags: [{key: 客户级别, value: 战略客户, source: MANUAL, at: 2025-02-01}]
                            orders:
                              - {ago: 10, amount: 199, items: [{name: 文胸, quantity: 2, attributes: {风格: 休闲}}]}
                              - {at: 2025-05-01, amount: 199}
                              - {ago: 40, amount: 99, status: CANCELLED}
                            behaviours:
                              - {ago: 3, type: VIEW, category: 内衣, times: 5}
                          - name: 员工说的优先
                            as_of: 2025-06-30
                            member:
                              gender: 女
                              tags: [{key: 性别, value: 男, source: MANUAL, ago: 5}]
                            expect: {tags: {性别: 男, 手写: 有}, absent: [性别=女, funnel]}
                          - name: 总体
                            as_of: 2025-06-30
                            orders: [{ago: 1, amount: 1}]
                            population: {r_mean: 0.5, amount_top_percent: 9.4, m: [1, 2, 3, 4]}
                            expect: {segments: {rank: 前}, facts: {rHigh: false, mScore: 1}}
                        """);
        assertThat(texts(report, false)).isEmpty();
        assertThat(report.cases()).isEqualTo(3);
    }

    @Test
    void aFailedCaseSaysWhichConditionMissedAndByHowMuch() {
        CaseReport report =
                run(
                        """
                        cases:
                          - name: 都不对
                            as_of: 2025-06-30
                            orders: [{ago: 10, amount: 300, items: [{quantity: 1, attributes: {风格: 休闲}}]}]
                            expect:
                              segments: {grade: 重点}
                              stages: {funnel: 忠实}
                              tags: {风格: 休闲}
                              absent: [funnel]
                              reasons: {grade: [life.orders]}
                              facts: {d365.orders: 3}
                        """);
        assertThat(texts(report, true))
                .containsExactly(
                        "tests/t.yaml:6:25: 都不对 (2025-06-30): grade 应为 重点，实际为 普通\\n"
                                        .replace("\\\\n", "")
                                        .replace("\\n", "")
                                + "\\n    grade.重点 (t.drl:4) 不成立：d365.amount 是 300.00，要求 > 300.00，差 0.01"
                                        .replace("\\n", "\n")
                                + "\n    grade.普通 (t.drl:6) 成立");
    }
}
