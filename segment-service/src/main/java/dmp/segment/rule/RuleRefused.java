package dmp.segment.rule;

import java.util.List;

/** The rule cannot be read, or means nothing: every error that was found, in the order of the rule. */
public final class RuleRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<RuleError> errors;

    RuleRefused(List<RuleError> errors) {
        super(errors.getFirst().message());
        this.errors = List.copyOf(errors);
    }

    public List<RuleError> errors() {
        return errors;
    }
}
