package dmp.segment.evaluation;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.rule.Amount;
import dmp.segment.rule.Frequency;
import dmp.segment.rule.Observed;
import dmp.segment.rule.Period;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;
import dmp.segment.rule.Steps;
import dmp.segment.rule.Window;

/** The definition of each rule written down as plainly as possible, for one second at a time: what the evaluator is held to. */
public final class NaiveRules {

    private final Map<String, SegmentRule> idToSegment;
    private final Map<String, String> traitToFolder;

    public NaiveRules(Map<String, SegmentRule> idToSegment, Map<String, String> traitToFolder) {
        this.idToSegment = idToSegment;
        this.traitToFolder = traitToFolder;
    }

    public boolean holds(String segment, ProfileChanged profile, long now) {
        return profile.facts().getFirst().consent() != null
                && profile.facts().getFirst().consent().profiling()
                && referredHolds(segment, profile, now);
    }

    private boolean referredHolds(String segment, ProfileChanged profile, long now) {
        SegmentRule rule = idToSegment.get(segment);
        return rule != null && holds(rule.rule(), facts(profile, rule.mergePolicy(), now), profile, now);
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
            case Rule.Trait trait ->
                allows(
                        trait.frequency(),
                        occurred(new Observed(trait.id(), List.of()), facts, now).stream(),
                        trait.recency(),
                        now);
            case Rule.Sourced sourced ->
                allows(sourced.frequency(), occurred(sourced.observed(), facts, now).stream(), sourced.recency(), now);
            case Rule.Endpoint endpoint -> {
                Stream<Long> occurred = occurred(endpoint.observed(), facts, now).stream();
                Optional<Long> at = endpoint.end() == Rule.Endpoint.End.FIRST
                        ? occurred.min(Comparator.naturalOrder())
                        : occurred.max(Comparator.naturalOrder());
                yield at.isPresent() && recent(at.get(), endpoint.recency(), now) == endpoint.inside();
            }
            case Rule.Sum(Observed observed, Amount amount, Recency recency) -> {
                long sum = 0;
                for (Realisations each : meant(observed, facts)) {
                    for (int i = 0; i < each.at().size(); i++) {
                        boolean counts =
                                each.at().get(i) <= now && recent(each.at().get(i), recency, now);
                        sum += counts && !each.values().isEmpty()
                                ? each.values().get(i)
                                : 0;
                    }
                }
                yield amount.min() <= sum && sum <= amount.max();
            }
            case Rule.Sequence sequence ->
                allows(sequence.frequency(), done(sequence.steps(), facts, now), sequence.recency(), now);
            case Rule.Sample sample -> {
                int place = Drawing.place(sample.name(), profile.identifier());
                yield sample.from() <= place && place < sample.to();
            }
            case Rule.Score score ->
                score.terms().stream()
                                .filter(term -> holds(term.rule(), facts, profile, now))
                                .mapToInt(Rule.Score.Term::points)
                                .sum()
                        >= score.atLeast();
        };
    }

    private static boolean allows(Frequency frequency, Stream<Long> occurred, Recency recency, long now) {
        long count = occurred.filter(at -> recent(at, recency, now)).count();
        return count >= frequency.min() && count <= frequency.max();
    }

    /** What has occurred by now. */
    private List<Long> occurred(Observed observed, List<Facts> facts, long now) {
        return meant(observed, facts).stream()
                .flatMap(realisations -> realisations.at().stream())
                .filter(at -> at <= now)
                .toList();
    }

    private List<Realisations> meant(Observed observed, List<Facts> facts) {
        return facts.stream()
                .flatMap(each -> each.realisations().stream())
                .filter(realisations -> isMeant(observed.trait(), realisations.trait())
                        && (observed.sources().isEmpty() || observed.sources().contains(realisations.source())))
                .toList();
    }

    private boolean isMeant(String traitOrFolder, String trait) {
        return traitOrFolder.equals(trait)
                || traitOrFolder.equals("/")
                || (traitOrFolder.startsWith("/") && (traitToFolder.get(trait) + "/").startsWith(traitOrFolder + "/"));
    }

    private Stream<Long> done(Steps steps, List<Facts> facts, long now) {
        List<Long> reached = occurred(steps.first(), facts, now);
        for (Steps.Next next : steps.then()) {
            List<Long> before = reached;
            List<Long> occurred = occurred(next.observed(), facts, now);
            Window within = next.within();
            reached = next.happens()
                    ? occurred.stream()
                            .filter(at -> before.stream()
                                    .anyMatch(earlier ->
                                            earlier < at && (within == null || at - earlier < within.seconds())))
                            .toList()
                    : before.stream()
                            .map(at -> at + within.seconds())
                            .filter(end -> end <= now)
                            .filter(end ->
                                    occurred.stream().noneMatch(other -> other > end - within.seconds() && other < end))
                            .toList();
        }
        return reached.stream();
    }

    private static boolean recent(long at, Recency recency, long now) {
        return switch (recency) {
            case Recency.Ever() -> true;
            case Recency.Within(var window) -> at + window.seconds() > now;
            case Recency.Since(var instant) -> at >= instant.getEpochSecond();
            case Recency.Before(var instant) -> at < instant.getEpochSecond();
            case Recency.During(var period, var zone) ->
                LocalDate.ofInstant(Instant.ofEpochSecond(at), zone)
                        .minusDays(1)
                        .datesUntil(LocalDate.ofInstant(Instant.ofEpochSecond(now), zone)
                                .plusDays(2))
                        .filter(day -> isFirst(period, day))
                        .map(day -> day.atStartOfDay(zone).toEpochSecond())
                        .noneMatch(start -> start > at && start <= now);
        };
    }

    private static boolean isFirst(Period period, LocalDate day) {
        return switch (period) {
            case DAY -> true;
            case WEEK -> day.getDayOfWeek() == DayOfWeek.MONDAY;
            case MONTH -> day.getDayOfMonth() == 1;
            case YEAR -> day.getDayOfYear() == 1;
        };
    }

    private static List<Facts> facts(ProfileChanged profile, MergePolicy mergePolicy, long now) {
        Collection<String> allowed = mergePolicy.rule() != null
                ? mergePolicy.rule().unite(profile, Math.floorDiv(now, 86_400)).identifiers()
                : profile.mergePolicies().stream()
                        .filter(merged -> merged.mergePolicy().equals(mergePolicy.id()))
                        .findFirst()
                        .map(ProfileChanged.MergedIdentifiers::identifiers)
                        .orElse(List.of(profile.identifier()));
        return profile.facts().stream()
                .filter(facts -> allowed.contains(facts.identifier()))
                .filter(facts -> facts.consent() != null && facts.consent().profiling())
                .toList();
    }
}
