package dmp.segment.definition;

import java.util.List;

import dmp.segment.evaluation.RuleIndex;
import dmp.segment.evaluation.RuleTree;

/**
 * All rules of a tenant, compiled.
 *
 * @param revision how many changes they have in them; a higher one is newer
 */
public record Rulebook(long revision, RuleIndex index) {

    static final Rulebook EMPTY = new Rulebook(0, RuleTree.of(List.of()));
}
