package dmp.profile.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All links of one identifier, as its own end of them knows. An immutable value that depends on the set of what was told,
 * not on the order: every operation is commutative, associative and idempotent.
 *
 * <p>At most {@link #REMEMBERED} other identifiers are remembered, those last told of. That keeps the property: what is told of
 * an element only ever moves it forward, so one that has fallen behind all others stays behind until told of anew.
 *
 * @param voidBefore nothing seen at or before this moment counts, in milliseconds since 1970; {@link Link#NEVER} when all does
 * @param ruling what was last said of it as a hub; null when nothing was
 * @param otherToLink the link to each other identifier
 */
public record Links(long voidBefore, HubRuling ruling, SortedMap<String, Link> otherToLink) {

    /** How many other identifiers are remembered, linked or unlinked. */
    public static final int REMEMBERED = 200;

    /**
     * More live links than this make a hub: a shared device, a test account, a fault in a partner's file. Nobody is
     * reached through a hub and it reaches nobody, until enough of its links are undone or somebody releases it.
     */
    public static final int HUB_BOUND = 50;

    public static final Links NONE = new Links(Link.NEVER, null, Collections.emptySortedMap());

    private static final Comparator<Map.Entry<String, Link>> FORGOTTEN_FIRST = Comparator.comparingLong(
                    (Map.Entry<String, Link> entry) -> entry.getValue().lastToldAt())
            .thenComparing(Map.Entry::getKey);

    public Links {
        otherToLink = Collections.unmodifiableSortedMap(otherToLink);
    }

    /**
     * How far a walk over links goes.
     *
     * @param size identifiers at most, the first included
     * @param depth links in a row at most
     */
    public record Bounds(int size, int depth) {}

    /** The two were seen together. */
    public Links seen(String other, Link.Evidence evidence) {
        return evidence.at() <= voidBefore ? this : with(other, Link.seen(evidence));
    }

    /** The two were declared not to belong together, as far as was known at that moment. */
    public Links unlinked(String other, long at) {
        return at <= voidBefore ? this : with(other, Link.unlinked(at));
    }

    /** Somebody said whether its links are to be followed though they are many. */
    public Links ruled(HubRuling news) {
        return news.at() <= voidBefore ? this : new Links(voidBefore, news.and(ruling), otherToLink);
    }

    /** Nothing that was seen at or before the moment counts any more. */
    public Links voidedBefore(long moment) {
        if (moment <= voidBefore) {
            return this;
        }
        SortedMap<String, Link> left = new TreeMap<>();
        otherToLink.forEach((other, link) -> {
            if (link.lastToldAt() > moment) {
                left.put(other, link.after(moment));
            }
        });
        return new Links(moment, ruling == null || ruling.at() <= moment ? null : ruling, left);
    }

    /** Without the unlinks at or before the moment: no evidence as old as that is told of any more. */
    public Links withoutUnlinksUntil(long moment) {
        if (otherToLink.values().stream().allMatch(link -> link.isLive() || link.unlinkedAt() > moment)) {
            return this;
        }
        SortedMap<String, Link> left = new TreeMap<>(otherToLink);
        left.values().removeIf(link -> !link.isLive() && link.unlinkedAt() <= moment);
        return new Links(voidBefore, ruling, left);
    }

    private Links with(String other, Link news) {
        Link known = otherToLink.get(other);
        Link now = known == null ? news : known.and(news);
        if (now.equals(known)) {
            return this;
        }
        SortedMap<String, Link> all = new TreeMap<>(otherToLink);
        all.put(other, now);
        if (all.size() > REMEMBERED) {
            all.remove(
                    all.entrySet().stream().min(FORGOTTEN_FIRST).orElseThrow().getKey());
        }
        return new Links(voidBefore, ruling, all);
    }

    /** The other identifiers with a live link, sorted, whether or not this is a hub. */
    public List<String> live() {
        List<String> live = new ArrayList<>(otherToLink.size());
        otherToLink.forEach((other, link) -> {
            if (link.isLive()) {
                live.add(other);
            }
        });
        return live;
    }

    /** It has more links than {@link #HUB_BOUND}: a hub, unless released. */
    public boolean isCrowded() {
        if (otherToLink.size() <= HUB_BOUND) {
            return false;
        }
        int live = 0;
        for (Link link : otherToLink.values()) {
            live += link.isLive() ? 1 : 0;
        }
        return live > HUB_BOUND;
    }

    public boolean isReleased() {
        return ruling != null && ruling.released();
    }

    public boolean isHub() {
        return isCrowded() && !isReleased();
    }

    /** The other identifiers that this one brings into a component: none when it is a hub. */
    public TreeSet<String> neighbours() {
        return isHub() ? new TreeSet<>() : new TreeSet<>(live());
    }

    /**
     * What it says of its links to those {@linkplain #neighbours() that it brings into a component}: who, matched how, on which day
     * last. All that views show of links.
     */
    public List<Bond> bonds() {
        if (isHub()) {
            return List.of();
        }
        List<Bond> bonds = new ArrayList<>(otherToLink.size());
        otherToLink.forEach((other, link) ->
                link.evidence().forEach(told -> bonds.add(new Bond(other, told.matchMethod(), told.day()))));
        return bonds;
    }

    /**
     * @param other the other identifier
     * @param matchMethod how they were matched, as OpenRTB 2.6 {@code eid.mm}
     * @param day on which they were last seen together so, in days since 1970 (UTC)
     */
    public record Bond(String other, int matchMethod, long day) {}

    /** True when nothing is known any more but that all before a moment is void. */
    public boolean isTombstone() {
        return otherToLink.isEmpty();
    }
}
