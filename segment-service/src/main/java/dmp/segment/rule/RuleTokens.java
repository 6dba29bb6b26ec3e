package dmp.segment.rule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dmp.segment.rule.Token.Kind;
import dmp.segment.rule.Vocabulary.Refusal;

/** The tokens of a rule's text, taken one after another, and what is wrong with them. */
final class RuleTokens {

    /** Ends the reading; the error is already recorded. */
    static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private final List<Token> tokens;
    private final List<RuleError> errors = new ArrayList<>();
    private int at;

    private RuleTokens(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** @throws RuleRefused when the text is too long, or cannot be cut into tokens */
    static RuleTokens of(String text) throws RuleRefused {
        RuleTokens none = new RuleTokens(text, List.of());
        try {
            if (text.length() > Bounds.TEXT) {
                throw none.stop(0, "rule-too-long", "A rule has at most " + Bounds.TEXT + " characters.", null);
            }
            return new RuleTokens(text, RuleLexer.tokens(text));
        } catch (RuleLexer.Unreadable unreadable) {
            none.add(unreadable.offset, unreadable.code, unreadable.getMessage(), null);
        } catch (Stop _) {
            // what stopped it is among the errors
        }
        throw new RuleRefused(none.errors);
    }

    /** All that is wrong so far. */
    List<RuleError> errors() {
        return errors;
    }

    /** The next one. */
    Token token() {
        return tokens.get(at);
    }

    /** Takes the next one if it is this word. */
    boolean accept(String word) {
        boolean accepted = token().isWord(word);
        if (accepted) {
            at++;
        }
        return accepted;
    }

    boolean acceptSymbol(String symbol) {
        boolean accepted = token().isSymbol(symbol);
        if (accepted) {
            at++;
        }
        return accepted;
    }

    void expect(String... words) {
        for (String word : words) {
            if (accept(word)) {
                return;
            }
        }
        throw unexpected("\"" + String.join("\" or \"", words) + "\"", List.of(words));
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected("\"" + symbol + "\"", List.of());
        }
    }

    Token take(Kind kind, String what) {
        if (token().kind() != kind) {
            throw unexpected(what, List.of());
        }
        return tokens.get(at++);
    }

    String value() {
        return take(Kind.VALUE, "a value in double quotes").text();
    }

    BigDecimal number(String what) {
        Token token = take(Kind.WORD, what);
        return Numbers.parse(token.text())
                .orElseThrow(() -> stop(
                        token.offset(),
                        "rule-number",
                        token.shown() + " is no number. Write text in double quotes.",
                        "\"" + token.text() + "\""));
    }

    /** A whole number from 0 on, not much above the highest count. */
    int count(String what) {
        return whole(what, 0, Bounds.TIMES * 1_000);
    }

    int whole(String what, int least, int most) {
        Token token = take(Kind.WORD, what);
        if (token.text().matches("-?[0-9]{1,9}")) {
            int number = Integer.parseInt(token.text());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw stop(token.offset(), "rule-number", "Here stands " + what + ".", null);
    }

    /** The name of something; one without a meaning is recorded, and the reading goes on. */
    String reference(String what, Function<String, Optional<Refusal>> refuse) {
        Token token = take(Kind.WORD, what);
        note(token, refuse.apply(token.text()));
        return token.text();
    }

    /** The folder that stands here in double quotes; one without a trait is recorded, and the reading goes on. */
    String folder(Function<String, Optional<Refusal>> refuse) {
        Token token = take(Kind.VALUE, "a folder in double quotes, such as \"/Travel\"");
        if (!Folder.is(token.text())) {
            throw stop(token.offset(), "rule-folder", "A folder begins with a slash.", "\"/" + token.text() + '"');
        }
        String folder = Folder.canonical(token.text());
        note(token, refuse.apply(folder));
        return folder;
    }

    /** Records that a token has no meaning, if it has none; the reading goes on. */
    void note(Token token, Optional<Refusal> refused) {
        refused.ifPresent(refusal -> add(token.offset(), refusal.code(), refusal.message(), refusal.suggestion()));
    }

    /** @param candidates the words among which to look for the one that was meant */
    Stop unexpected(String expected, List<String> candidates) {
        Token token = token();
        String suggestion =
                token.kind() == Kind.WORD ? Similar.to(token.text(), candidates).orElse(null) : null;
        String message = "Expected " + expected + ", found " + token.shown() + "."
                + (suggestion == null ? "" : " Did you mean \"" + suggestion + "\"?");
        return stop(token.offset(), "rule-syntax", message, suggestion);
    }

    Stop stop(int offset, String code, String message, String suggestion) {
        add(offset, code, message, suggestion);
        return new Stop();
    }

    private void add(int offset, String code, String message, String suggestion) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        errors.add(new RuleError("", line, column, code, message, suggestion));
    }
}
