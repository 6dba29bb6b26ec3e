package dmp.profile.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import dmp.profile.dictionary.Dictionary;
import dmp.profile.store.ByteReader;
import dmp.profile.store.ByteWriter;
import dmp.profile.store.StateStore;
import dmp.profile.store.Vocabulary;

/**
 * The links of an identifier as they are stored.
 *
 * @param position of the last announcement that changed them; -1 when none has
 */
public record LinksState(long position, Links links) {

    public static final LinksState NEW = new LinksState(-1, Links.NONE);

    /** The first had all texts in front. */
    private static final ByteReader.Formats FORMATS = new ByteReader.Formats(1, 2, 2);

    private static final int VOIDED = 1;
    private static final int RULED = 2;
    private static final int RELEASED = 4;
    private static final int SEEN = 1;
    private static final int UNLINKED = 2;
    /** There is evidence of several match methods. */
    private static final int MANY = 4;

    public byte[] encoded() {
        ByteWriter out = new ByteWriter(FORMATS.newest(), Vocabulary.NONE, Dictionary.NONE);
        boolean voided = links.voidBefore() != Link.NEVER;
        HubRuling ruling = links.ruling();
        out.number(position + 1)
                .number((voided ? VOIDED : 0) | (ruling != null ? RULED : 0) | (links.isReleased() ? RELEASED : 0));
        if (voided) {
            out.number(links.voidBefore());
        }
        if (ruling != null) {
            out.number(ruling.at());
        }
        out.number(links.otherToLink().size());
        links.otherToLink().forEach((other, link) -> {
            boolean unlinked = link.unlinkedAt() != Link.NEVER;
            boolean many = link.evidence().size() > 1;
            out.text(other).number((link.isLive() ? SEEN : 0) | (unlinked ? UNLINKED : 0) | (many ? MANY : 0));
            if (many) {
                out.number(link.evidence().size());
            }
            link.evidence()
                    .forEach(told -> out.number(told.at()).text(told.source()).number(told.matchMethod()));
            if (unlinked) {
                out.number(link.unlinkedAt());
            }
        });
        return out.finish();
    }

    public static LinksState of(StateStore.Stored stored) {
        return stored.isAbsent() ? NEW : decoded(stored.payload());
    }

    static LinksState decoded(byte[] value) {
        ByteReader in = new ByteReader(value, FORMATS, Vocabulary.NONE, Dictionary.NONE);
        long position = in.number() - 1;
        long flags = in.number();
        long voidBefore = (flags & VOIDED) != 0 ? in.number() : Link.NEVER;
        HubRuling ruling = (flags & RULED) != 0 ? new HubRuling(in.number(), (flags & RELEASED) != 0) : null;
        SortedMap<String, Link> otherToLink = new TreeMap<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            String other = in.text();
            long told = in.number();
            List<Link.Evidence> evidence = new ArrayList<>(1);
            for (int left = (told & MANY) != 0 ? in.count() : (told & SEEN) != 0 ? 1 : 0; left > 0; left--) {
                evidence.add(new Link.Evidence(in.number(), in.text(), Math.toIntExact(in.number())));
            }
            otherToLink.put(other, new Link(evidence, (told & UNLINKED) != 0 ? in.number() : Link.NEVER));
        }
        return new LinksState(position, new Links(voidBefore, ruling, otherToLink));
    }
}
