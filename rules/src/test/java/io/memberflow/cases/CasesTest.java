package io.memberflow.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        assertThat(String.join("\n", texts(report, true)) + "\n")
                .isEqualTo(
                        """
                        tests/t.yaml:6:25: 都不对 (2025-06-30): grade 应为 重点，实际为 普通
                            grade.重点 (t.drl:4) 不成立：d365.amount 是 300.00，要求 > 300.00，差 0.01
                            grade.普通 (t.drl:6) 成立
                        tests/t.yaml:7:24: 都不对 (2025-06-30): funnel 应为 忠实，实际为 付费
                            funnel.忠实 (t.drl:2) 不成立：life.orders 是 1，要求 >= 2，差 1
                            funnel.付费 (t.drl:3) 成立：life.orders = 1 (== 1)
                        tests/t.yaml:8:18: 都不对 (2025-06-30): 风格 应为 休闲，实际没有值
                            风格 (t.drl:10) 不成立：Preference 没有，要求 attribute == "风格", share >= 0.4, \
                        items >= 2；Preference.items 是 1，要求 >= 2，差 1
                        tests/t.yaml:9:16: 都不对 (2025-06-30): funnel 不应有值，实际是 付费
                            funnel.付费 (t.drl:3) 成立：life.orders = 1 (== 1)
                        tests/t.yaml:10:25: 都不对 (2025-06-30): grade 的原因应提到 life.orders，实际没有原因
                        tests/t.yaml:11:28: 都不对 (2025-06-30): d365.orders 应为 3，实际为 1，差 2
                        """);
        assertThat(texts(report, false).get(0))
                .isEqualTo(
                        """
                        tests/t.yaml:6:25: 都不对 (2025-06-30): grade should be 重点; it is 普通
                            grade.重点 (t.drl:4) does not hold: d365.amount is 300.00, needs > 300.00, \
                        misses by 0.01
                            grade.普通 (t.drl:6) holds"""
                                .indent(0)
                                .strip());
    }

    @Test
    void rulesThatContradictEachOtherAreAMiss() {
        CaseReport report =
                run(
                        """
                        cases:
                          - name: 两条规则
                            as_of: 2025-06-30
                            orders: [{ago: 1, amount: 1}]
                            population: {amount_top_percent: 9.5}
                            expect: {segments: {rank: 前}}
                        """);
        assertThat(texts(report, false))
                .singleElement()
                .asString()
                .contains("same salience", "rank.前 (t.drl:7)", "rank.后 (t.drl:8)");
    }

    @Test
    void everyMistakeIsNamedWithItsPlace() {
        CaseReader.Result read =
                read(
                        """
                        cases:
                          - name: a
                            as_of: 2025-06-31
                            expect: {segments: {funnel: 忠实}}
                          - name: b
                            as_of: 2025-06-30
                            orders:
                              - {ago: 3, amuont: 5}
                              - {ago: -1, amount: 5}
                              - {ago: 1, at: 2025-01-01, amount: 5}
                              - {at: 01/02/2025, amount: 5}
                            expect:
                              segments: {funel: 忠实, funnel: 忠诚}
                              tags: {性: 女, 风格: 休闲鞋, 性别: ~}
                              absent: [grad, 风格=休]
                              facts: {d365.order: 1, d365.orders: many}
                          - name: a
                            as_of: 2025-06-30
                            timeline: []
                          - {name: c, as_of: 2025-06-30, expect: {}}
                          - {name: d, as_of: 2025-06-30, expect: {absent: [rank]}, population: {r: [1, 2]}}
                          - name: e
                            as_of: 2025-06-30
                            orders:
                              - {at: 2025-07-02, amount: 5}
                              - {ago: 1, amount: -5}
                              - {ago: 1, amount: 5, status: DONE}
                            expect: {absent: [rank]}
                        """);
        assertThat(read.cases()).isEmpty();
        assertThat(
                        read.findings().stream()
                                .map(f -> f.line() + ":" + f.column() + " " + f.en())
                                .collect(Collectors.joining("\n")))
                .isEqualToIgnoringNewLines(
                        """
                        3:12 as_of is 2025-06-31; write a date such as 2025-06-30.
                        8:18 There is no field amuont. Did you mean amount? Here may stand ago, \
                        amount, at, carrier, channel, created_at, currency, discount, items, \
                        order_id, paid_at, receiver, refund_amount, shop, source, status, times, \
                        updated_at, version.
                        9:15 ago takes 0…36500, not -1.
                        10:9 Write only one of at, ago, paid_at.
                        11:14 at is 01/02/2025; write a date such as 2025-06-30.
                        13:18 There is no model funel. Did you mean funnel? Here may stand funnel, \
                        grade, rank.
                        13:37 There is no value of funnel 忠诚. Did you mean 忠实? Here may stand 忠实, 付费.
                        14:14 There is no tag 性. Did you mean 性别? Here may stand 性别, 风格, 意向, 手写.
                        14:24 There is no value of 风格 休闲鞋. Did you mean 休闲? Here may stand 休闲, 正式.
                        14:29 性别 takes a value; what has none goes into absent.
                        15:16 There is no model or tag grad. Did you mean grade? Here may stand \
                        funnel, grade, rank, 性别, 风格, 意向, 手写.
                        15:22 There is no value of 风格 休. Did you mean 休闲? Here may stand 休闲, 正式.
                        16:15 There is no fact d365.order. Did you mean d365.orders?
                        16:43 d365.orders cannot be many.
                        17:5 A case needs either as_of with expect, or a timeline.
                        17:11 The file has a case called a already. Choose another name.
                        20:42 Nothing is expected in expect.
                        21:76 r takes four cut points, such as [30, 90, 180, 365].
                        25:9 This event would be rejected (FUTURE): paid_at is dated after the \
                        as-of date 2025-06-30: run with a later --as-of.
                        26:9 This event would be rejected (BAD_AMOUNT): amount is negative: send \
                        refunds as refund_amount.
                        27:9 This event would be rejected (MALFORMED): status "DONE" is unknown: \
                        use CREATED, PAID, SHIPPED, COMPLETED, CANCELLED, EXPIRED, REFUNDED.
                        """);
        assertThat(read.findings().get(1).zh()).startsWith("不认识的字段 amuont。是不是 amount？");
    }

    @Test
    void whatIsNoYamlIsSaid() {
        for (String yaml : List.of("", "cases: [", "cases: 3", "kases: []", "a: 1\na: 2", "- x")) {
            assertThat(read(yaml).findings()).as(yaml).hasSize(1);
        }
        assertThat(read("cases:\n  - &a {name: x}\n  - *a\n").findings())
                .extracting(f -> f.line())
                .containsExactly(3);
    }

    @Test
    void coverageNamesWhatIsNotTried() {
        CaseReport report =
                run(
                        """
                        cases:
                          - {name: 一单, as_of: 2025-06-30, orders: [{ago: 1, amount: 1}], expect: {stages: {funnel: 付费}}}
                        """);
        assertThat(report.coverage().text(false))
                .contains(
                        "rules fired: 2 / 10",
                        "  never fired: funnel.忠实 (t.drl:2)",
                        "  never given: funnel=忠实",
                        "  never given: 意向",
                        "  not tried: funnel.忠实: life.orders >= 2: at, one above",
                        "  not tried: funnel.付费: life.orders == 1: one below, one above");
        assertThat(report.coverage().text(true)).contains("触发过的规则: 2 / 10");
    }
}
