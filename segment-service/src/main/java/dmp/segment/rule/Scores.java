package dmp.segment.rule;

import java.util.List;

import dmp.segment.rule.Rule.Score;

/** Scores that can be written down but say nothing. */
final class Scores {

    private Scores() {}

    /** Why it does not depend on anything whether this score is reached, or null when it does. */
    static String pointless(List<Score.Term> terms, int atLeast) {
        if (atLeast > Score.most(terms)) {
            return "The points add up to " + Score.most(terms) + " at most: this is never reached.";
        }
        return atLeast <= Score.least(terms)
                ? "The points add up to " + Score.least(terms) + " at least: this always holds."
                : null;
    }
}
