package dmp.profile.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a merge policy unites: the identifier, and those that are linked to it by links that count, directly or through others.
 * Pure, so that whoever reads profiles unites the same.
 *
 * @param namespaces whose identifiers are united and walked through, such as {@code cookie}, {@code partner:crm} or
 *     {@code partner} for those of all partners; an identifier of another namespace stays alone. Empty for all
 * @param matchMethods how the two ends of a link must have been matched, as OpenRTB 2.6 {@code eid.mm}. Empty for all
 * @param linkDays how many whole days (UTC) after the one on which its ends were last seen together a link counts; null for ever
 * @param depth how many links in a row are followed
 * @param size how many identifiers are united at most, the first included; the closest, those equally close by name
 */
public record MergeRule(List<String> namespaces, List<Integer> matchMethods, Integer linkDays, int depth, int size) {

    /** No day at all. */
    public static final long NEVER = Long.MAX_VALUE;

    public MergeRule {
        namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
        matchMethods = matchMethods == null ? List.of() : List.copyOf(matchMethods);
    }

    /**
     * The identifiers of a profile that are united.
     *
     * @param identifiers the profile's own first, then the closest
     * @param until the first day, in days since 1970, on which it may be others though nothing is said of any link; {@link #NEVER}
     *     when that is no day
     */
    public record United(List<String> identifiers, long until) {
        public United {
            identifiers = List.copyOf(identifiers);
        }
    }

    /**
     * Whom the rule unites.
     *
     * @param profile with its links
     * @param day on which it is asked, in days since 1970 (UTC)
     */
    public United unite(ProfileChanged profile, long day) {
        List<ProfileChanged.Facts> facts = profile.facts();
        List<ProfileChanged.Link> counting = profile.links().stream()
                .filter(link -> counts(link, day))
                .filter(link -> admits(facts.get(link.one()).identifier()))
                .filter(link -> admits(facts.get(link.other()).identifier()))
                .toList();
        List<Integer> united = new ArrayList<>(List.of(0));
        boolean[] isUnited = new boolean[facts.size()];
        isUnited[0] = true;
        for (int steps = 0, from = 0; steps < depth && from < united.size(); steps++) {
            SortedMap<String, Integer> next = new TreeMap<>();
            List<Integer> level = united.subList(from, united.size());
            for (ProfileChanged.Link link : counting) {
                if (!isUnited[link.other()] && level.contains(link.one())) {
                    next.put(facts.get(link.other()).identifier(), link.other());
                }
                if (!isUnited[link.one()] && level.contains(link.other())) {
                    next.put(facts.get(link.one()).identifier(), link.one());
                }
            }
            from = united.size();
            next.values().stream()
                    .limit(Math.max(0, size - united.size()))
                    .toList()
                    .forEach(place -> {
                        united.add(place);
                        isUnited[place] = true;
                    });
        }
        long until = counting.stream()
                .filter(link -> isUnited[link.one()] || isUnited[link.other()])
                .mapToLong(this::until)
                .min()
                .orElse(NEVER);
        return new United(
                united.stream().map(place -> facts.get(place).identifier()).toList(), until);
    }

    private boolean counts(ProfileChanged.Link link, long day) {
        return (matchMethods.isEmpty() || matchMethods.contains(link.matchMethod())) && day < until(link);
    }

    /** The first day on which the link no longer counts. */
    private long until(ProfileChanged.Link link) {
        return linkDays == null ? NEVER : link.day() + linkDays + 1L;
    }

    private boolean admits(String identifier) {
        return namespaces.isEmpty()
                || namespaces.stream().anyMatch(namespace -> identifier.startsWith(namespace + ':'));
    }
}
