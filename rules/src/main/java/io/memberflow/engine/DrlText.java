package io.memberflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ANTLRErrorListener;
import org.antlr.v4.runtime.ANTLRErrorStrategy;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.BufferedTokenStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ParserATNSimulator;
import org.antlr.v4.runtime.atn.PredictionContextCache;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.parser.antlr4.DRL10Expressions;
import org.drools.drl.parser.antlr4.DRL10Lexer;
import org.drools.drl.parser.antlr4.DRL10Parser;
import org.drools.drl.parser.antlr4.DRL10ParserHelper;
import org.drools.drl.parser.antlr4.ParserHelper;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * Drools' grammar of rule files and of conditions. Its own front doors print errors to the console,
 * lose their columns, and drop characters that no token begins with; so the parsers are driven
 * here, where every error of parser and lexer is kept.
 */
final class DrlText {
    /**
     * After so many the parser is stopped: going on behind an error costs time that grows with the
     * cube of a rule's length, and what it finds then mostly follows from the first.
     */
    private static final int MAX_ERRORS = 3;

    /** Words and signs of a rule so long that the first error has to do. */
    private static final int LONG_RULE = 250;

    private static final int MAX_BRACKETS = 32;

    /** More of them before one condition are refused. */
    private static final int MAX_PREFIXES = 8;

    /**
     * More words and signs in one rule are refused: the time to parse them grows with the square.
     */
    private static final int MAX_TOKENS = 1_000;

    /**
     * More signs between two commas or brackets are refused: long chains are tried in many ways.
     */
    private static final int MAX_SIGNS = 16;

    private static final Set<String> SIGNS =
            Set.of("==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "&", "|", "^", "?");

    private static final Set<String> SEPARATORS =
            Set.of("(", ")", "[", "]", "{", "}", ",", ";", "&&", "||", "and", "or", "end");

    /** More parts of one name are refused: long names are tried in many ways. */
    private static final int MAX_DOTS = 8;

    private static final Set<String> PREFIXES = Set.of("not", "exists", "!", "-", "+", "~", "new");

    private static final Map<String, Integer> BRACKETS =
            Map.of("(", 1, "[", 1, "{", 1, ")", -1, "]", -1, "}", -1);

    /** What the quick way has learnt of the grammar, kept apart from what the thorough one has. */
    private static final DFA[] QUICK = learnt(DRL10Parser._ATN);

    private static final PredictionContextCache QUICK_CONTEXTS = new PredictionContextCache();

    private DrlText() {}

    private static DFA[] learnt(ATN grammar) {
        DFA[] nothingYet = new DFA[grammar.getNumberOfDecisions()];
        for (int i = 0; i < nothingYet.length; i++) {
            nothingYet[i] = new DFA(grammar.getDecisionState(i), i);
        }
        return nothingYet;
    }

    /**
     * A place where the text is no DRL.
     *
     * @param line 1-based
     * @param column 1-based, in characters
     * @param zh what is wrong there, in Chinese
     * @param en the same in English
     */
    record SyntaxError(int line, int column, String zh, String en) {}

    /**
     * What a file was parsed to.
     *
     * @param tree null when there are errors
     */
    record Parsed(PackageDescr tree, List<SyntaxError> errors) {}

    /** Parses a rule file. */
    static Parsed file(String text) {
        List<SyntaxError> errors = new ArrayList<>();
        DRL10Parser parser = DRL10ParserHelper.createDrlParser(text);
        DRL10Parser.CompilationUnitContext unit;
        try {
            // The lexer tells of its own errors while the words are counted.
            listen(parser, errors, MAX_ERRORS);
            tooMuch(parser.getTokenStream()).ifPresent(errors::add);
            if (!errors.isEmpty()) {
                return new Parsed(null, List.copyOf(errors));
            }
            unit = quickly(parser);
            if (unit == null) {
                boolean isLong = longestRule(parser.getTokenStream()) > LONG_RULE;
                listen(parser, errors, isLong ? 1 : MAX_ERRORS);
                unit = parser.compilationUnit();
            }
        } catch (ParseCancellationException e) {
            return new Parsed(null, List.copyOf(errors));
        }
        if (!errors.isEmpty()) {
            return new Parsed(null, List.copyOf(errors));
        }
        return new Parsed(
                DRL10ParserHelper.compilationUnitContext2PackageDescr(
                        unit, parser.getTokenStream(), null),
                List.of());
    }

    /**
     * Parses without looking at what surrounds a place, which takes a fraction of the time and,
     * where it comes to an end, to the same tree.
     *
     * @return null when it came to none; the parser stands at the beginning again, and tells nobody
     *     of errors
     */
    static DRL10Parser.CompilationUnitContext quickly(DRL10Parser parser) {
        ParserATNSimulator thorough = parser.getInterpreter();
        ANTLRErrorStrategy telling = parser.getErrorHandler();
        ParserATNSimulator quick =
                new ParserATNSimulator(parser, parser.getATN(), QUICK, QUICK_CONTEXTS);
        quick.setPredictionMode(PredictionMode.SLL);
        parser.setInterpreter(quick);
        parser.setErrorHandler(new BailErrorStrategy());
        parser.removeErrorListeners();
        try {
            return parser.compilationUnit();
        } catch (ParseCancellationException e) {
            parser.reset();
            return null;
        } finally {
            parser.setInterpreter(thorough);
            parser.setErrorHandler(telling);
        }
    }

    /** Parses one condition between the brackets of a pattern; empty when all of it is not one. */
    static Optional<BaseDescr> condition(String text) {
        List<SyntaxError> errors = new ArrayList<>();
        CommonTokenStream tokens =
                new CommonTokenStream(new DRL10Lexer(CharStreams.fromString(text)));
        DRL10Expressions parser = new DRL10Expressions(tokens);
        parser.setHelper(new ParserHelper(tokens, LanguageLevelOption.DRL10));
        parser.setBuildDescr(true);
        listen(parser, errors, MAX_ERRORS);
        BaseDescr tree;
        try {
            tree = parser.conditionalOrExpressionDescr();
        } catch (ParseCancellationException e) {
            return Optional.empty();
        }
        boolean whole = tokens.LA(1) == Token.EOF;
        return errors.isEmpty() && whole ? Optional.ofNullable(tree) : Optional.empty();
    }

    /**
     * @param most after how many the parser is stopped
     */
    private static void listen(Parser parser, List<SyntaxError> errors, int most) {
        ANTLRErrorListener listener =
                new BaseErrorListener() {
                    @Override
                    public void syntaxError(
                            Recognizer<?, ?> recognizer,
                            Object symbol,
                            int line,
                            int column,
                            String message,
                            RecognitionException e) {
                        errors.add(error(line, column + 1, found(symbol, message)));
                        if (errors.size() == most) {
                            throw new ParseCancellationException();
                        }
                    }
                };
        Lexer lexer = (Lexer) parser.getTokenStream().getTokenSource();
        for (Recognizer<?, ?> recognizer : List.of(lexer, parser)) {
            recognizer.removeErrorListeners();
            recognizer.addErrorListener(listener);
        }
    }

    private static SyntaxError error(int line, int column, String found) {
        return found.isEmpty()
                ? new SyntaxError(
                        line,
                        column,
                        "语法错误：文件到这里还没写完",
                        "Syntax error: the file ends before its rule does")
                : new SyntaxError(
                        line,
                        column,
                        "语法错误：这里不该出现 " + found,
                        "Syntax error: " + found + " is not expected here");
    }

    /** The first place where parsing would take long, and then all of the stack. */
    /** Words and signs of the longest rule. */
    private static int longestRule(TokenStream tokens) {
        int longest = 0;
        int ofRule = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.getChannel() == Token.DEFAULT_CHANNEL && !token.getText().isBlank()) {
                ofRule = token.getText().equals("end") ? 0 : ofRule + 1;
                longest = Math.max(longest, ofRule);
            }
        }
        return longest;
    }

    private static Optional<SyntaxError> tooMuch(TokenStream tokens) {
        int depth = 0;
        int prefixes = 0;
        int ofRule = 0;
        int dots = 0;
        int signs = 0;
        boolean behindDot = false;
        ((BufferedTokenStream) tokens).fill();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.getChannel() != Token.DEFAULT_CHANNEL || token.getText().isBlank()) {
                continue;
            }
            depth += BRACKETS.getOrDefault(token.getText(), 0);
            prefixes = PREFIXES.contains(token.getText()) ? prefixes + 1 : 0;
            ofRule = token.getText().equals("end") ? 0 : ofRule + 1;
            signs =
                    SEPARATORS.contains(token.getText())
                            ? 0
                            : SIGNS.contains(token.getText()) ? signs + 1 : signs;
            boolean isDot = token.getText().equals(".");
            dots = isDot ? dots + 1 : behindDot ? dots : 0;
            behindDot = isDot;
            if (depth > MAX_BRACKETS) {
                return at(
                        token,
                        "括号嵌套超过 " + MAX_BRACKETS + " 层，请写得简单些",
                        "Brackets are nested more than "
                                + MAX_BRACKETS
                                + " deep. Write the condition more simply");
            } else if (prefixes > MAX_PREFIXES) {
                return at(
                        token,
                        token.getText() + " 连着写了超过 " + MAX_PREFIXES + " 个，请写得简单些",
                        token.getText()
                                + " and such are nested more than "
                                + MAX_PREFIXES
                                + " deep. Write the condition more simply");
            } else if (signs > MAX_SIGNS) {
                return at(
                        token,
                        "一个条件里连着有超过 " + MAX_SIGNS + " 个比较或计算符号，请拆成几个条件",
                        "One condition has more than "
                                + MAX_SIGNS
                                + " signs of comparison or arithmetic. Split it");
            } else if (dots > MAX_DOTS) {
                return at(
                        token,
                        "这个名字有超过 " + MAX_DOTS + " 段，没有这样的事实；rule-editor schema 列出能读的",
                        "This name has more than "
                                + MAX_DOTS
                                + " parts, no fact has. rule-editor schema lists what can be read");
            } else if (ofRule > MAX_TOKENS) {
                return at(
                        token,
                        "这条规则超过 " + MAX_TOKENS + " 个词和符号，请拆成几条规则，或用名单表",
                        "The rule has more than "
                                + MAX_TOKENS
                                + " words and signs. Split it, or put its values into a list");
            }
        }
        return Optional.empty();
    }

    private static Optional<SyntaxError> at(Token token, String zh, String en) {
        return Optional.of(
                new SyntaxError(token.getLine(), token.getCharPositionInLine() + 1, zh, en));
    }

    /** The offending token's first line, or what a lexer that made no token says. */
    private static String found(Object symbol, String message) {
        if (symbol instanceof Token token) {
            return token.getType() == Token.EOF
                    ? ""
                    : token.getText().lines().findFirst().orElse("");
        }
        return message.replace("token recognition error at: ", "");
    }
}
