package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.memberflow.engine.RuleBase.Guard;
import io.memberflow.member.Member;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kie.api.runtime.KieSession;

/**
 * Each guard behind the reader alone: hostile DRL is handed to Drools as it is, with the reader and
 * the other guards switched off. Every attack leaves a mark when it runs.
 */
class GuardsTest {
    private static final String MARK = "memberflow.attack.ran";
    private static final Set<Guard> NONE = EnumSet.noneOf(Guard.class);

    private static final String HEAD =
            "package memberflow.release;\nimport " + Member.class.getName() + ";\n";

    private static final String LEAVE_MARK = "System.setProperty(\"" + MARK + "\", \"ran\")";

    /** What leaves its mark, in a consequence and around it. */
    private enum Attack {
        CONSEQUENCE("Member()", LEAVE_MARK + ";"),
        CONDITION("Member( " + LEAVE_MARK + " == null )", ""),
        EVAL("eval( " + LEAVE_MARK + " == null )", ""),
        FROM("String() from java.util.Arrays.asList(" + LEAVE_MARK + ", \"a\")", ""),
        PROPERTIES("Member()", "System.getProperties().put(\"" + MARK + "\", \"ran\");"),
        REFLECTION(
                "Member()",
                tried(
                        "Class.forName(\"java.lang.System\").getMethod(\"setProperty\","
                                + " String.class, String.class).invoke(null, \""
                                + MARK
                                + "\", \"ran\");")),
        OWN_CLASS(
                "$m : Member()",
                tried(
                        "$m.getClass().getClassLoader().loadClass(\"java.lang.System\")"
                                + ".getMethod(\"setProperty\", String.class, String.class)"
                                + ".invoke(null, \""
                                + MARK
                                + "\", \"ran\");")),
        THREAD(
                "Member()",
                tried("Thread t = new Thread(() -> " + LEAVE_MARK + "); t.start(); t.join();")),
        PROCESS(
                "Member()",
                tried("new ProcessBuilder(\"true\").start().waitFor(); " + LEAVE_MARK + ";")),
        RUNTIME(
                "Member()",
                tried("Runtime.getRuntime().exec(\"true\").waitFor(); " + LEAVE_MARK + ";")),
        FILE(
                "Member()",
                tried(
                        "java.nio.file.Files.delete(java.nio.file.Files.createTempFile(\"a\","
                                + " \"b\")); "
                                + LEAVE_MARK
                                + ";")),
        OLD_FILE(
                "Member()",
                tried("java.io.File.createTempFile(\"abc\", \"d\").delete(); " + LEAVE_MARK + ";")),
        NETWORK("Member()", tried("new java.net.ServerSocket(0).close(); " + LEAVE_MARK + ";")),
        DECISION_CLASS(
                "Member()",
                "io.memberflow.rulebook.RulebookFiles.CATALOGUE.length();"
                        + " try { io.memberflow.rulebook.RulebookFiles.folder("
                        + "java.nio.file.Path.of(\"/\")); } catch (RuntimeException e) { "
                        + LEAVE_MARK
                        + "; }");

        private final String when;
        private final String then;

        /** The classes of which one is the first that it asks for and is not given. */
        private final String denied =
                "java[./](lang[./](System|Class|Thread|ProcessBuilder|Runtime)"
                        + "|util[./]Properties|io[./].*|nio[./].*|net[./].*)"
                        + "|io[./]memberflow[./]rulebook[./]RulebookFiles";

        Attack(String when, String then) {
            this.when = when;
            this.then = then;
        }

        private static String tried(String statements) {
            return "try { "
                    + statements
                    + " } catch (Exception e) { throw new RuntimeException(e); }";
        }

        String drl() {
            return HEAD + TestRulebook.rule("attack", when, then);
        }
    }

    /** Runs while the rule base is loaded, before any rule is asked anything. */
    private static final String SALIENCE =
            HEAD
                    + "function int now() { "
                    + LEAVE_MARK
                    + "; return 1; }\nrule \"attack\" salience ( now() ) when Member() then end\n";

    @BeforeEach
    @AfterEach
    void noMark() {
        System.clearProperty(MARK);
    }

    private static void run(String drl, Set<Guard> guards) {
        try (RuleBase base = RuleBase.of(drl, guards)) {
            KieSession session = base.newSession();
            try {
                session.insert(new Member(new long[3]));
                RuleBase.fire(session, 10);
            } finally {
                session.dispose();
            }
        }
    }

    private static void assertNothingRan() {
        assertThat(System.getProperty(MARK)).as("the mark of an attack that ran").isNull();
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnyGuardAnAttackLeavesItsMark(Attack attack) {
        run(attack.drl(), NONE);
        assertThat(System.getProperty(MARK)).isEqualTo("ran");
    }

    @ParameterizedTest
    @EnumSource
    void theScanAloneStopsItBeforeAnythingIsLoaded(Attack attack) {
        assertThatThrownBy(() -> RuleBase.of(attack.drl(), EnumSet.of(Guard.SCAN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The compiled rules use what rules may not use: ")
                .hasMessageEndingWith(". Not one of them was loaded.");
        assertNothingRan();
    }

    @ParameterizedTest
    @EnumSource
    void theLoaderAloneStopsItWhereItWouldRun(Attack attack) {
        Throwable thrown = catchThrowable(() -> run(attack.drl(), EnumSet.of(Guard.LOADER)));
        assertThat(thrown).isNotNull();
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertThat(root)
                .isInstanceOfAny(ClassNotFoundException.class, NoClassDefFoundError.class)
                .hasMessageMatching("(Rules may not use )?" + attack.denied);
        assertNothingRan();
    }

    @Test
    void aSalienceThatIsComputedRunsWhileLoadingUnlessAGuardStopsIt() {
        assertThatThrownBy(() -> RuleBase.of(SALIENCE, EnumSet.of(Guard.SCAN)))
                .hasMessageContaining("java/lang/System#setProperty");
        assertNothingRan();
        assertThat(catchThrowable(() -> run(SALIENCE, EnumSet.of(Guard.LOADER)))).isNotNull();
        assertNothingRan();
        run(SALIENCE, NONE);
        assertThat(System.getProperty(MARK)).isEqualTo("ran");
    }

    @Test
    void theBoundOnFiringsAloneStopsARuleThatWakesItself() {
        String endless = HEAD + TestRulebook.rule("endless", "$m : Member()", "update($m);");
        assertThatThrownBy(() -> run(endless, NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The rules fired more than 10 times for one member.");
        assertThatThrownBy(() -> RuleBase.of(endless, EnumSet.of(Guard.SCAN)))
                .as("a rule that changes facts")
                .hasMessageContaining("#update");
    }

    @Test
    void theScanRefusesClassesInPackagesOfOurs() {
        String shadow =
                "package io.memberflow.engine;\ndeclare Shadow a : int end\n"
                        + TestRulebook.rule("shadow", "Shadow()", "");
        assertThatThrownBy(() -> RuleBase.of(shadow, EnumSet.of(Guard.SCAN)))
                .hasMessageContaining("a class of the name io/memberflow/engine/");
    }

    @Test
    void theScanRefusesWhatIsNoClass() throws Exception {
        assertThat(ClassScan.notAllowed(new byte[0])).hasSize(1);
        assertThat(ClassScan.notAllowed(new byte[] {1, 2, 3, 4, 5}))
                .containsExactly("no class file");
        byte[] own;
        try (InputStream in = GuardsTest.class.getResourceAsStream("GuardsTest.class")) {
            own = in.readAllBytes();
        }
        assertThat(ClassScan.notAllowed(own))
                .contains("a class of the name io/memberflow/engine/GuardsTest")
                .contains("java/lang/System#clearProperty");
        for (int length = 0; length < 200; length++) {
            assertThat(ClassScan.notAllowed(Arrays.copyOf(own, length))).isNotEmpty();
        }
    }

    @Test
    void theLoaderGivesWhatRulesNeedAndNothingElse() throws Exception {
        RuleClassLoader loader = new RuleClassLoader(GuardsTest.class.getClassLoader());
        assertThat(loader.loadClass(Member.class.getName())).isEqualTo(Member.class);
        for (String denied :
                List.of(
                        "java.lang.System",
                        "java.lang.Thread",
                        "java.lang.Runtime",
                        "java.lang.ProcessBuilder",
                        "java.lang.ClassLoader",
                        "java.lang.reflect.Method",
                        "java.lang.invoke.MethodHandles$Lookup$ClassDefiner",
                        "java.io.File",
                        "java.nio.file.Files",
                        "java.net.Socket",
                        "javax.script.ScriptEngineManager",
                        "sun.misc.Unsafe",
                        "org.kie.api.KieServices",
                        "io.memberflow.engine.RuleCompiler",
                        "org.mvel2.MVEL")) {
            assertThatThrownBy(() -> loader.loadClass(denied))
                    .isInstanceOf(ClassNotFoundException.class)
                    .hasMessage("Rules may not use " + denied);
        }
    }
}
