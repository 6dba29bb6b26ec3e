package dmp.segment.definition;

import java.util.List;

import dmp.segment.matching.IndexedRules;

/**
 * All rules of a tenant, compiled.
 *
 * @param revision how many changes they have in them; a higher one is newer
 */
public record Rulebook(long revision, IndexedRules index) {

    static final Rulebook EMPTY = new Rulebook(0, IndexedRules.of(List.of()));

    /** The same rules by a newer index, which may not know the latest of them. */
    Rulebook by(IndexedRules newer) {
        return new Rulebook(
                revision, newer.amended(index.segments(), index.tree().taxonomy()));
    }
}
