package dmp.segment.evaluation;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;

/** The definition of each rule written down as plainly as possible, for one second at a time: what the evaluator is held to. */
public final class NaiveRules {

    private final Map<String, SegmentRule> idToSegment;

    public NaiveRules(Map<String, SegmentRule> idToSegment) {
        this.idToSegment = idToSegment;
    }

    public boolean holds(String segment, ProfileChanged profile, long now) {
        return profile.facts().getFirst().consent() != null
                && profile.facts().getFirst().consent().profiling()
                && referredHolds(segment, profile, now);
    }

    private boolean referredHolds(String segment, ProfileChanged profile, long now) {
        SegmentRule rule = idToSegment.get(segment);
        return rule != null && holds(rule.rule(), facts(profile, rule.mergePolicy()), profile, now);
    }

    private boolean holds(Rule rule, List<Facts> facts, ProfileChanged profile, long now) {
        return switch (rule) {
            case Rule.All all -> all.rules().stream().allMatch(part -> holds(part, facts, profile, now));
            case Rule.Any any -> any.rules().stream().anyMatch(part -> holds(part, facts, profile, now));
            case Rule.Not not -> !holds(not.rule(), facts, profile, now);
            case Rule.Segment segment -> referredHolds(segment.id(), profile, now);
            case Rule.Attribute attribute -> {
                Attribute latest = null;
                for (Facts each : facts) {
                    Attribute value = each.attributes().get(attribute.key());
                    if (value != null
                            && (latest == null
                                    || value.at().isAfter(latest.at())
                                    || (value.at().equals(latest.at())
                                            && value.value().compareTo(latest.value()) > 0))) {
                        latest = value;
                    }
                }
                yield latest != null && attribute.constraint().admits(latest.value());
            }
            case Rule.Trait trait -> {
                long count = facts.stream()
                        .flatMap(each -> each.realisations().stream())
                        .filter(realisations -> realisations.trait().equals(trait.id()))
                        .flatMap(realisations -> realisations.at().stream())
                        .filter(at -> at <= now && recent(at, trait.recency(), now))
                        .count();
                yield count >= trait.frequency().min()
                        && count <= trait.frequency().max();
            }
        };
    }

    private static boolean recent(long at, Recency recency, long now) {
        return switch (recency) {
            case Recency.Ever() -> true;
            case Recency.Within(var window) -> at + window.seconds() > now;
            case Recency.Since(var instant) -> at >= instant.getEpochSecond();
            case Recency.Before(var instant) -> at < instant.getEpochSecond();
        };
    }

    private static List<Facts> facts(ProfileChanged profile, String mergePolicy) {
        Set<String> allowed = profile.mergePolicies().stream()
                .filter(merged -> merged.mergePolicy().equals(mergePolicy))
                .findFirst()
                .map(merged -> Set.copyOf(merged.identifiers()))
                .orElse(Set.of(profile.identifier()));
        return profile.facts().stream()
                .filter(facts -> allowed.contains(facts.identifier()))
                .filter(facts -> facts.consent() != null && facts.consent().profiling())
                .toList();
    }
}
