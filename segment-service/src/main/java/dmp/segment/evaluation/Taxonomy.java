package dmp.segment.evaluation;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dmp.segment.rule.Dependencies;
import dmp.segment.rule.Folder;
import dmp.segment.rule.Observed;

/** In which folder each trait of a tenant is filed, as far as its rules ask for any trait in a folder. Immutable. */
public final class Taxonomy {

    public static final Taxonomy EMPTY = new Taxonomy(Map.of());

    private final Map<String, String> traitToFolder;
    private final Map<String, Set<String>> folderToTraits = new HashMap<>();

    /** @param traitToFolder of all traits of the tenant, archived ones too: what they realised stays */
    public Taxonomy(Map<String, String> traitToFolder) {
        this.traitToFolder = traitToFolder;
    }

    /** The same traits, with the folders that these rules name at hand. */
    Taxonomy askedBy(Collection<SegmentRule> rules) {
        if (traitToFolder.isEmpty()) {
            return EMPTY;
        }
        Taxonomy asked = new Taxonomy(traitToFolder);
        for (SegmentRule rule : rules) {
            Dependencies.of(rule.rule())
                    .folders()
                    .forEach(folder -> asked.folderToTraits.computeIfAbsent(folder, this::found));
        }
        return asked;
    }

    private Set<String> found(String folder) {
        Set<String> traits = new LinkedHashSet<>();
        traitToFolder.forEach((trait, filedIn) -> {
            if (Folder.contains(folder, filedIn)) {
                traits.add(trait);
            }
        });
        return traits;
    }

    /** The folders that rules name. */
    Set<String> folders() {
        return folderToTraits.keySet();
    }

    /** The traits in a folder that a rule names, and below it. */
    public Set<String> traits(String folder) {
        return folderToTraits.getOrDefault(folder, Set.of());
    }

    /** True when it is one of the occurrences that a rule asks for. */
    boolean isAmong(Observed observed, String trait, String source) {
        return observed.isFrom(source)
                && (Folder.is(observed.trait())
                        ? traits(observed.trait()).contains(trait)
                        : observed.trait().equals(trait));
    }
}
