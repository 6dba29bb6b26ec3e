package dmp.segment.rule;

import java.util.ArrayList;
import java.util.List;

import dmp.segment.rule.Token.Kind;

/** Cuts a rule's text into tokens. A number, a date and an id are words here; the parser knows which it expects. */
final class RuleLexer {

    /** The text cannot be cut at this place. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        final int offset;
        final String code;

        Unreadable(int offset, String code, String message) {
            super(message);
            this.offset = offset;
            this.code = code;
        }
    }

    private final String text;
    private int at;

    private RuleLexer(String text) {
        this.text = text;
    }

    /** All tokens of the text, and one {@link Kind#END}. */
    static List<Token> tokens(String text) throws Unreadable {
        RuleLexer lexer = new RuleLexer(text);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(lexer.next());
        } while (tokens.getLast().kind() != Kind.END);
        return tokens;
    }

    private Token next() throws Unreadable {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new Token(Kind.END, "", at);
        }
        int start = at;
        char first = text.charAt(at);
        if (first == '"') {
            return new Token(Kind.VALUE, value(), start);
        }
        if (isOfWord(first)) {
            while (at < text.length() && isOfWord(text.charAt(at))) {
                at++;
            }
            return new Token(Kind.WORD, text.substring(start, at), start);
        }
        return new Token(Kind.SYMBOL, symbol(first), start);
    }

    /** Whether the text is one word, and so can stand where a rule's text has an id. */
    static boolean isWord(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isOfWord((char) c));
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == ':';
    }

    private String symbol(char first) throws Unreadable {
        switch (first) {
            case '(', ')', ',', '=', '%' -> {
                at++;
                return String.valueOf(first);
            }
            case '<', '>', '!' -> {
                at++;
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    return first + "=";
                }
                return String.valueOf(first);
            }
            case '\'', '“', '”', '„', '‘', '’' ->
                throw new Unreadable(at, "rule-quote", "Put values between straight double quotes: \"London\".");
            default ->
                throw new Unreadable(
                        at,
                        "rule-character",
                        "The character " + Character.getName(text.codePointAt(at)) + " has no meaning here.");
        }
    }

    private String value() throws Unreadable {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            value.append(c == '\\' ? escaped() : c);
            if (value.length() > Bounds.VALUE) {
                throw new Unreadable(
                        start, "rule-value-too-long", "A value has at most " + Bounds.VALUE + " characters.");
            }
        }
        throw new Unreadable(start, "rule-value-open", "This value has no closing quote.");
    }

    private char escaped() throws Unreadable {
        if (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '"', '\\' -> {
                    return c;
                }
                case 'n' -> {
                    return '\n';
                }
                case 't' -> {
                    return '\t';
                }
                case 'r' -> {
                    return '\r';
                }
                default -> {}
            }
        }
        throw new Unreadable(at - 1, "rule-escape", "After a backslash stands one of \" \\ n t r.");
    }
}
