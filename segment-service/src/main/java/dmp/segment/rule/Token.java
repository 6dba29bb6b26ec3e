package dmp.segment.rule;

/**
 * A word, a quoted value or a symbol of a rule's text.
 *
 * @param text a word as written, a value without its quotes, a symbol, or nothing at the end
 * @param offset where it begins, from 0
 */
record Token(Kind kind, String text, int offset) {

    enum Kind {
        WORD,
        VALUE,
        SYMBOL,
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** For messages: the token as somebody sees it. */
    String shown() {
        return switch (kind) {
            case WORD, SYMBOL -> "\"" + text + "\"";
            case VALUE -> "the value \"" + text + "\"";
            case END -> "the end";
        };
    }
}
