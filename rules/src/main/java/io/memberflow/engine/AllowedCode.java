package io.memberflow.engine;

import io.memberflow.member.Member;
import io.memberflow.member.Segment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What compiled rules may refer to: the few classes, and of each the few members, that Drools
 * writes into the classes it makes of our own DRL. Whatever is not listed is refused, so that a
 * later Drools which writes something new is noticed by the first release it compiles.
 */
final class AllowedCode {
    /** Where Drools puts the classes it makes: the package of our DRL, and its own for projects. */
    private static final Set<String> MADE =
            Set.of("memberflow/release/", "org/drools/project/model/");

    /** By class, in the notation of class files: the members that may be used of it. */
    private static final Map<String, Set<String>> MEMBERS = new HashMap<>();

    /** Supertypes of the listed classes, which the Java machine asks for when it links them. */
    private static final Set<String> LINKED =
            Set.of(
                    "java/lang/CharSequence",
                    "java/lang/Comparable",
                    "java/lang/Iterable",
                    "java/lang/Number",
                    "java/lang/Throwable",
                    "java/io/Serializable",
                    "java/util/Collection",
                    "java/util/function/Supplier",
                    "org/kie/api/builder/ReleaseId");

    static {
        ours();
        java();
        model();
        project();
    }

    private AllowedCode() {}

    private static void ours() {
        allow(name(Decision.class), "fire");
        allow(name(Layer.class), "getNumber", "totals");
        allow(name(RowFact.class), "getKind", "passes");
        allow(name(Member.class), "eq", "ne", "lt", "le", "gt", "ge");
        allow(name(Segment.class), "getModel", "getValue");
    }

    private static void java() {
        allow("java/lang/Object", "<init>");
        allow("java/lang/String", "equals", "hashCode");
        allow("java/lang/Integer", "TYPE", "valueOf");
        allow("java/lang/Long", "TYPE", "valueOf");
        allow("java/lang/Boolean", "TYPE", "valueOf");
        allow("java/lang/Enum", "<init>", "valueOf");
        allow("java/lang/Exception");
        allow("java/lang/RuntimeException", "<init>");
        allow("java/lang/IllegalArgumentException", "<init>");
        // Compilers copy arrays with it; nothing else of the class may be named.
        allow("java/lang/System", "arraycopy");
        allow("java/lang/invoke/LambdaMetafactory", "metafactory");
        allow("java/lang/invoke/StringConcatFactory", "makeConcatWithConstants");
        allow("java/lang/invoke/MethodHandles");
        allow("java/lang/invoke/MethodHandles$Lookup");
        allow("java/time/format/DateTimeFormatter");
        allow(
                "java/time/format/DateTimeFormatterBuilder",
                "<init>",
                "appendPattern",
                "parseCaseInsensitive",
                "toFormatter");
        allow("java/util/ArrayList", "<init>", "add");
        allow("java/util/Arrays", "asList");
        allow("java/util/Collections", "emptyList");
        allow("java/util/List", "add");
        allow("java/util/Locale", "ENGLISH");
    }

    private static void model() {
        allow("org/drools/core/base/accumulators/CollectListAccumulateFunction", "<init>");
        allow("org/drools/model/DomainClassMetadata", "getPropertyIndex");
        allow("org/drools/model/Index");
        allow("org/drools/model/Index$ConstraintType", "EQUAL", "NOT_EQUAL");
        allow("org/drools/model/Model");
        allow("org/drools/model/PatternDSL");
        allow("org/drools/model/PatternDSL$PatternDef", "expr");
        allow("org/drools/model/PatternDSL$ReactOn");
        allow("org/drools/model/Rule");
        allow("org/drools/model/RuleItemBuilder");
        allow("org/drools/model/consequences/ConsequenceBuilder");
        for (int rows = 1; rows <= 1 + Complexity.MAX_SLOTS; rows++) {
            // Not executeScript, which would interpret a text.
            allow("org/drools/model/consequences/ConsequenceBuilder$_" + rows, "execute");
            allow("org/drools/model/functions/Block" + rows);
            allow("org/drools/model/functions/Predicate" + rows);
        }
        allow("org/drools/model/functions/Function1");
        allow("org/drools/model/functions/HashedExpression");
        allow(
                "org/drools/model/functions/PredicateInformation",
                "<init>",
                "addRuleNames",
                "setMoreThanMaxRuleDefs");
        allow("org/drools/model/functions/accumulate/AccumulateFunction", "as");
        allow("org/drools/model/impl/RuleBuilder", "build");
        allow("org/drools/model/view/ViewItemBuilder");
        allow("org/drools/modelcompiler/CanonicalKieModuleModel");
        allow(
                "org/drools/modelcompiler/dsl/pattern/D",
                "accFunction",
                "accumulate",
                "alphaIndexedBy",
                "and",
                "declarationOf",
                "exists",
                "globalOf",
                "not",
                "on",
                "or",
                "pattern",
                "reactOn",
                "rule");
        allow("org/drools/modelcompiler/util/EvaluationUtil", "areNumbersNullSafeEquals");
        allow("org/drools/util/DateUtils", "getDateFormatMask");
    }

    /** What Drools writes to describe the project that the rules are. */
    private static void project() {
        allow("org/kie/api/KieServices", "get", "newKieModuleModel");
        allow(
                "org/kie/api/builder/model/KieBaseModel",
                "addPackage",
                "newKieSessionModel",
                "setDefault",
                "setEventProcessingMode",
                "setMutability");
        allow("org/kie/api/builder/model/KieModuleModel", "newKieBaseModel");
        allow("org/kie/api/builder/model/KieSessionModel", "setClockType", "setDefault", "setType");
        allow("org/kie/api/builder/model/KieSessionModel$KieSessionType", "STATEFUL", "STATELESS");
        allow("org/kie/api/conf/EventProcessingOption", "CLOUD");
        allow("org/kie/api/conf/KieBaseMutabilityOption", "ALLOWED");
        allow("org/kie/api/runtime/conf/ClockTypeOption", "get");
        allow("org/kie/util/maven/support/ReleaseIdImpl", "<init>");
    }

    private static void allow(String type, String... members) {
        MEMBERS.put(type, Set.of(members));
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    /** Whether Drools makes classes of such a name itself. */
    static boolean isMade(String type) {
        return MADE.stream().anyMatch(type::startsWith);
    }

    /** Whether compiled rules may name a class, as {@code java/lang/Object}. */
    static boolean isAllowed(String type) {
        return isMade(type) || MEMBERS.containsKey(type);
    }

    /** Whether compiled rules may use a method or field of a class. */
    static boolean isAllowed(String type, String member) {
        return isMade(type) || MEMBERS.getOrDefault(type, Set.of()).contains(member);
    }

    /** The words rules are described with to the engine: they describe, and do nothing. */
    static final String DESCRIPTION = "org.drools.model.";

    /**
     * The classes, as {@code java.lang.Object}, that beside {@link #DESCRIPTION} compiled rules are
     * given when they run. {@code System} is not among them, nor what makes processes, threads,
     * files or connections: good rules have code that names {@code System}, and never run it.
     */
    static Set<String> givenAtRunTime() {
        Set<String> given = new HashSet<>(LINKED);
        given.addAll(MEMBERS.keySet());
        given.remove("java/lang/System");
        given.remove("org/kie/api/KieServices");
        Set<String> names = new HashSet<>();
        given.forEach(type -> names.add(type.replace('/', '.')));
        return Set.copyOf(names);
    }
}
