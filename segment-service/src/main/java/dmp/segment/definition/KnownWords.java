package dmp.segment.definition;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dmp.ingestion.contract.Signal;
import dmp.profile.contract.TraitDefined;
import dmp.segment.rule.Constraint;
import dmp.segment.rule.Dependencies;
import dmp.segment.rule.EventRule;
import dmp.segment.rule.Folder;
import dmp.segment.rule.Similar;
import dmp.segment.rule.Vocabulary;

/** What the rule of one segment may name: the tenant's traits, attributes that there are, and segments that do not lead back to it. */
final class KnownWords implements Vocabulary {

    /** What rule texts can spell. */
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}_.:-]+");

    private static final List<String> SIGNALS =
            List.of(Signal.values()).stream().map(Signal::key).toList();

    private static final List<String> ATTRIBUTES =
            SIGNALS.stream().filter(Signal::isAttribute).toList();

    private static final int LONGEST_SIGNAL = 200;

    private final Map<String, TraitDefined> traits;
    private final Map<String, Set<String>> segmentToReferred;
    private final String self;

    /**
     * @param self the segment whose rule it is; null when it is nobody's yet
     */
    private KnownWords(Map<String, TraitDefined> traits, Map<String, Set<String>> segmentToReferred, String self) {
        this.traits = traits;
        this.segmentToReferred = segmentToReferred;
        this.self = self;
    }

    static KnownWords of(Map<String, TraitDefined> traits, Collection<Segment> active, String self) {
        Map<String, Set<String>> segmentToReferred = new HashMap<>();
        active.forEach(segment -> segmentToReferred.put(
                segment.id, Dependencies.of(segment.ruleTree()).segments()));
        return new KnownWords(traits, segmentToReferred, self);
    }

    @Override
    public Optional<Refusal> refuseTrait(String id) {
        TraitDefined trait = traits.get(id);
        if (trait == null) {
            List<String> usable = traits.values().stream()
                    .filter(known -> !known.archived())
                    .map(TraitDefined::id)
                    .toList();
            return Optional.of(unknown("unknown-trait", "There is no trait \"" + id + "\".", id, usable));
        }
        return trait.archived()
                ? Optional.of(new Refusal("archived-trait", "The trait \"" + id + "\" has been archived.", null))
                : Optional.empty();
    }

    @Override
    public Optional<Refusal> refuseSummed(String id) {
        return refuseTrait(id)
                .or(() -> traits.get(id).value() != null
                        ? Optional.empty()
                        : Optional.of(new Refusal(
                                "no-value",
                                "The trait \"" + id
                                        + "\" is worth nothing: give it a \"value\", the signal with the number.",
                                null)));
    }

    @Override
    public Optional<Refusal> refuseFolder(String folder) {
        List<String> used = traits.values().stream()
                .filter(known -> !known.archived())
                .map(TraitDefined::folder)
                .filter(Objects::nonNull)
                .toList();
        return used.stream().anyMatch(filed -> Folder.contains(folder, filed))
                ? Optional.empty()
                : Optional.of(unknown(
                        "unknown-folder", "No trait is filed under \"" + folder + "\".", folder, folders(used)));
    }

    /** These, and those above them. */
    private static Set<String> folders(Collection<String> used) {
        Set<String> folders = new TreeSet<>();
        for (String folder : used) {
            for (int end = folder.length(); end > 0; end = folder.lastIndexOf('/', end - 1)) {
                folders.add(folder.substring(0, end));
            }
        }
        return folders;
    }

    @Override
    public Optional<Refusal> refuseAttribute(String key) {
        if (Signal.isAttribute(key)
                && Signal.typeOf(key).isPresent()
                && KEY.matcher(key).matches()) {
            return Optional.empty();
        }
        String message =
                "There is no attribute \"" + key + "\": attributes are geo.…, device.… and a source's own custom.….";
        return Optional.of(unknown("unknown-attribute", message, key, ATTRIBUTES));
    }

    @Override
    public Optional<Refusal> refuseSignal(EventRule.Signal signal) {
        Optional<Signal.Type> type = signal.key().length() <= LONGEST_SIGNAL
                        && KEY.matcher(signal.key()).matches()
                ? Signal.typeOf(signal.key())
                : Optional.empty();
        if (type.isEmpty()) {
            return Optional.of(unknown(
                    "unknown-signal",
                    "No event carries the signal \"" + signal.key() + "\"; a source's own are called custom.….",
                    signal.key(),
                    SIGNALS));
        }
        return switch (signal.constraint()) {
            case Constraint.Compare _, Constraint.Between _
            when type.get() == Signal.Type.TEXT ->
                Optional.of(new Refusal(
                        "type-mismatch", signal.key() + " is a text: compare it with texts in double quotes.", null));
            case Constraint.Near _ ->
                Optional.of(new Refusal(
                        "type-mismatch", "Ask where somebody is by \"attribute geo.point within …\".", null));
            case Constraint.Equals(String text) -> refuseEmpty(List.of(text));
            case Constraint.In(List<String> texts) -> refuseEmpty(texts);
            case Constraint.Prefix(String text) -> refuseEmpty(List.of(text));
            case Constraint.Suffix(String text) -> refuseEmpty(List.of(text));
            case Constraint.Contains(String text) -> refuseEmpty(List.of(text));
            case Constraint.Compare _, Constraint.Between _, Constraint.Exists _ -> Optional.empty();
        };
    }

    private static Optional<Refusal> refuseEmpty(List<String> texts) {
        return texts.contains("")
                ? Optional.of(new Refusal("type-mismatch", "No signal is an empty text: leave it out.", null))
                : Optional.empty();
    }

    @Override
    public Optional<Refusal> refuseSegment(String id) {
        if (id.equals(self)) {
            return Optional.of(new Refusal("segment-circle", "A segment cannot refer to itself.", null));
        }
        if (!segmentToReferred.containsKey(id)) {
            return Optional.of(
                    unknown("unknown-segment", "There is no segment \"" + id + "\".", id, segmentToReferred.keySet()));
        }
        return self != null && leadsTo(id, new HashSet<>())
                ? Optional.of(new Refusal(
                        "segment-circle", "The segment \"" + id + "\" itself depends on \"" + self + "\".", null))
                : Optional.empty();
    }

    private boolean leadsTo(String id, Set<String> seen) {
        return segmentToReferred.getOrDefault(id, Set.of()).stream()
                .anyMatch(referred -> referred.equals(self) || (seen.add(referred) && leadsTo(referred, seen)));
    }

    @Override
    public Optional<String> meantBy(String word) {
        if (traits.containsKey(word)) {
            return Optional.of("trait " + word);
        }
        if (segmentToReferred.containsKey(word)) {
            return Optional.of("segment " + word);
        }
        return Signal.isAttribute(word) ? Optional.of("attribute " + word + " = \"…\"") : Optional.empty();
    }

    private static Refusal unknown(String code, String message, String word, Collection<String> known) {
        return Similar.to(word, known)
                .map(meant -> new Refusal(code, message + " Did you mean \"" + meant + "\"?", meant))
                .orElse(new Refusal(code, message, null));
    }
}
