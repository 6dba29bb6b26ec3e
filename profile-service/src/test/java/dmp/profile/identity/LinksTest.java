package dmp.profile.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import dmp.profile.Cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LinksTest {

    /** Two ways of matching one identifier, and another that was taken apart. */
    private static final String FORMAT_1 = "010408636f6f6b69653a32037777770363726d0d706172746e65723a63726d3a37"
            + "2a0180a8ee959b3402000502fabdd9f29e340102e8c3d9f29e3402030302d0cbd9f29e34";

    @Test
    void anyOrderAndRepetitionOfTheSameNewsGivesTheSameLinks() {
        Cases.check(3_000, random -> {
            List<UnaryOperator<Links>> news = news(random);
            List<UnaryOperator<Links>> others = new ArrayList<>(news);
            for (int i = random.nextInt(10); i > 0; i--) {
                others.add(Cases.oneOf(random, news));
            }
            Collections.shuffle(others, random);
            assertEquals(applied(news), applied(others));
        });
    }

    @Test
    void whatIsStoredIsWhatIsRead() {
        Cases.check(2_000, random -> {
            LinksState state = new LinksState(random.nextLong(1L << 50) - 1, applied(news(random)));
            assertEquals(state, LinksState.decoded(state.encoded()));
        });
    }

    @Test
    void onlyTheLatestOthersAreRememberedInWhateverOrder() {
        Cases.check(20, random -> {
            List<UnaryOperator<Links>> news = new ArrayList<>();
            for (int i = 0; i < Links.REMEMBERED + 60; i++) {
                String other = "cookie:" + random.nextInt(Links.REMEMBERED + 40);
                long at = random.nextInt(5_000);
                news.add(
                        random.nextInt(4) == 0
                                ? links -> links.unlinked(other, at)
                                : links -> links.seen(other, new Link.Evidence(at, "www", 3)));
            }
            Links inOrder = applied(news);
            assertTrue(inOrder.otherToLink().size() <= Links.REMEMBERED);
            Collections.shuffle(news, random);
            assertEquals(inOrder, applied(news));
        });
    }

    @Test
    void asManyOthersAsAreRememberedAreKept() {
        Links links = Links.NONE;
        for (int i = 0; i <= Links.REMEMBERED; i++) {
            links = links.seen("cookie:" + i, new Link.Evidence(i, "www", 3));
        }

        assertEquals(Links.REMEMBERED, links.otherToLink().size());
        assertFalse(links.otherToLink().containsKey("cookie:0"));
    }

    @Test
    void aLinkLivesWhileItsEvidenceIsLaterThanItsUnlink() {
        Links linked = Links.NONE.seen("cookie:b", new Link.Evidence(10, "www", 3));

        assertEquals(List.of("cookie:b"), linked.live());
        assertEquals(List.of(), linked.unlinked("cookie:b", 10).live());
        assertEquals(
                List.of("cookie:b"),
                linked.unlinked("cookie:b", 10)
                        .seen("cookie:b", new Link.Evidence(11, "www", 3))
                        .live());
    }

    @Test
    void tooManyLinksMakeAHubThatBringsNobodyTogetherUntilSomeAreUndone() {
        Links links = Links.NONE;
        for (int i = 0; i <= Links.HUB_BOUND; i++) {
            links = links.seen("cookie:" + i, new Link.Evidence(10, "www", 3));
        }

        assertTrue(links.isHub());
        assertTrue(links.neighbours().isEmpty());
        assertFalse(links.unlinked("cookie:0", 11).isHub());
        assertFalse(links.ruled(new HubRuling(11, true)).isHub());
        assertTrue(links.ruled(new HubRuling(12, false))
                .ruled(new HubRuling(11, true))
                .isHub());
    }

    @Test
    void unlinksAreForgottenThatNoEvidenceCanBeOlderThan() {
        Links links = Links.NONE
                .seen("cookie:live", new Link.Evidence(5, "www", 3))
                .unlinked("cookie:early", 10)
                .unlinked("cookie:late", 11)
                .unlinked("cookie:again", 9)
                .seen("cookie:again", new Link.Evidence(10, "www", 3));

        Links left = links.withoutUnlinksUntil(10);

        assertEquals(
                Set.of("cookie:live", "cookie:late", "cookie:again"),
                left.otherToLink().keySet());
        assertEquals(List.of("cookie:again", "cookie:live"), left.live());
        assertSame(links, links.withoutUnlinksUntil(9));
    }

    @Test
    void aMomentVoidsWhatWasSaidUntilThenAndLeavesATombstone() {
        Links links = Links.NONE
                .seen("cookie:b", new Link.Evidence(10, "www", 3))
                .unlinked("cookie:c", 11)
                .ruled(new HubRuling(11, true));

        assertFalse(links.isTombstone());
        assertEquals(Set.of("cookie:c"), links.voidedBefore(10).otherToLink().keySet());
        assertTrue(links.voidedBefore(10).isReleased());
        assertTrue(links.voidedBefore(11).isTombstone());
        assertFalse(links.voidedBefore(11).isReleased());
        assertFalse(links.voidedBefore(11).ruled(new HubRuling(11, true)).isReleased());
    }

    @Test
    void whatWasStoredWithItsTextsInFrontIsRead() {
        LinksState state = LinksState.decoded(HexFormat.of().parseHex(FORMAT_1));

        SortedMap<String, Link> otherToLink = new TreeMap<>();
        otherToLink.put(
                "cookie:2",
                new Link(
                        List.of(
                                new Link.Evidence(1_795_000_000_250L, "www", 2),
                                new Link.Evidence(1_795_000_001_000L, "crm", 3)),
                        Link.NEVER));
        otherToLink.put("partner:crm:7", Link.unlinked(1_795_000_002_000L));
        assertEquals(new LinksState(41, new Links(1_794_000_000_000L, null, otherToLink)), state);
    }

    private static List<UnaryOperator<Links>> news(Random random) {
        List<UnaryOperator<Links>> news = new ArrayList<>();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            String other = "cookie:" + random.nextInt(4);
            long at = random.nextInt(20);
            int matchMethod = random.nextInt(3);
            String source = random.nextBoolean() ? "www" : "crm";
            news.add(
                    switch (random.nextInt(9)) {
                        case 0 -> links -> links.voidedBefore(at);
                        case 3 -> links -> links.ruled(new HubRuling(at, matchMethod == 0));
                        case 1, 2 -> links -> links.unlinked(other, at);
                        default -> links -> links.seen(other, new Link.Evidence(at, source, matchMethod));
                    });
        }
        return news;
    }

    private static Links applied(List<UnaryOperator<Links>> news) {
        Links links = Links.NONE;
        for (UnaryOperator<Links> next : news) {
            links = next.apply(links);
        }
        return links;
    }
}
