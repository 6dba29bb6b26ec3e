package dmp.segment.membership;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import dmp.profile.contract.ProfileTopics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BacklogTest {

    private static final int CASES = Integer.getInteger("dmp.cases", 1_000);
    private static final int OLD_RULES = 0;

    /** So many that they go faster together than one by one. */
    private static final int MANY = 8;

    private long now = TimeUnit.HOURS.toNanos(1);
    private final List<Map<String, Pending>> begun = new ArrayList<>();
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();
    private final Backlog backlog = new Backlog(
            keyToPending -> {
                begun.add(keyToPending);
                ends.add(new CompletableFuture<>());
                return Uni.createFrom().completionStage(ends.getLast());
            },
            () -> now);
    private long position;

    @Test
    void whatComesWhileOthersAreDecidedIsDecidedNextAllAtOnce() {
        CompletionStage<Void> first = due(keys(MANY));
        CompletionStage<Void> second = due("b", "c");
        CompletionStage<Void> third = due("c", "d");
        assertEquals(1, begun.size());

        end(0);

        assertTrue(isDone(first));
        assertEquals(Set.of("b", "c", "d"), begun.getLast().keySet());
        assertFalse(isDone(second) || isDone(third));
        end(1);
        assertTrue(isDone(second) && isDone(third));
    }

    @Test
    void aFewDoNotWaitForAFewOthers() {
        due("a");
        CompletionStage<Void> second = due("b");
        due("c");
        due("d");
        assertEquals(List.of(Set.of("a"), Set.of("b"), Set.of("c")), begun());

        end(1);

        assertTrue(isDone(second));
        assertEquals(Set.of("d"), begun.getLast().keySet());
    }

    @Test
    void manyWaitForAFew() {
        due("a");
        due(keys(MANY));
        assertEquals(1, begun.size());

        end(0);

        assertEquals(MANY, begun.getLast().size());
    }

    @Test
    void allThatWasSaidOfAnIdentifierIsDecidedTogether() {
        due("a");
        due("a");
        asked(3, "a");
        asked(2, "a");
        end(0);

        Pending pending = begun.getLast().get("a");
        assertEquals(4, pending.tickPosition());
        assertEquals(3, pending.revision());
        assertEquals(2, begun.size());
    }

    @Test
    void whatIsDueDoesNotWaitForThoseWhomOnlyChangedRulesAskAbout() {
        CompletionStage<Void> asked = asked(1, "a");
        CompletionStage<Void> due = due("b");
        assertEquals(List.of(Set.of("a"), Set.of("b")), begun());

        end(1);

        assertTrue(isDone(due));
        assertFalse(isDone(asked));
    }

    @Test
    void whomRulesAskedAboutFirstGoesWithWhatIsLiveAsSoonAsSomethingIsDue() {
        asked(1, "a");
        asked(1, "b");
        due("b");

        assertEquals(List.of(Set.of("a"), Set.of("b")), begun());
        assertEquals(1, begun.getLast().get("b").revision());
    }

    @Test
    void whatIsDueStaysLiveWhenRulesAskAboutItToo() {
        asked(1, "a");
        due(keys(MANY));
        due("b");
        asked(1, "b");

        end(1);

        assertEquals(Set.of("b"), begun.getLast().keySet());
    }

    @Test
    void itIsQuietASecondAfterTheLastLiveOneHasBegun() {
        assertTrue(backlog.isQuiet());
        asked(1, "a");
        assertTrue(backlog.isQuiet());
        due("b");
        assertFalse(backlog.isQuiet());

        now += TimeUnit.SECONDS.toNanos(1);
        assertFalse(backlog.isQuiet());
        now++;

        assertTrue(backlog.isQuiet());
    }

    @Test
    void whoWaitsForCalmNoLongerLeavesTheOthersWaiting() {
        due("a");
        CompletionStage<Void> calm = calm();
        CompletionStage<Void> room = room();

        calm().toCompletableFuture().cancel(true);

        assertFalse(isDone(calm));
        assertTrue(isDone(room));
        end(0);
        assertFalse(calm.toCompletableFuture().isCompletedExceptionally());
        assertTrue(isDone(calm));
    }

    @Test
    void calmIsWhenNothingLiveIsBeingDecided() {
        asked(1, "a");
        assertTrue(isDone(calm()));
        due(keys(MANY));
        CompletionStage<Void> calm = calm();
        due("c");
        assertFalse(isDone(calm));

        end(1);

        assertTrue(isDone(calm));
        CompletionStage<Void> next = calm();
        due("d");
        end(2);
        assertFalse(isDone(next));
        end(3);
        assertTrue(isDone(next) && isDone(calm()));
    }

    @Test
    void anIdentifierIsNotDecidedTwiceAtOnce() {
        asked(1, "a", "b");
        due("b", "c");
        due("b", "d");
        assertEquals(List.of(Set.of("a", "b"), Set.of("c"), Set.of("d")), begun());

        end(1);
        assertEquals(3, begun.size());
        end(0);

        assertEquals(Set.of("b"), begun.getLast().keySet());
    }

    @Test
    void whenMoreWaitThanMayThereIsNoRoomUntilEnoughAreDecided() {
        due("being decided", "and more", "1", "2", "3", "4", "5", "6");
        due(keys(Backlog.MOST));
        assertTrue(isDone(room()));
        due("one more");
        CompletionStage<Void> room = room();
        assertFalse(isDone(room));

        end(0);

        assertEquals(2, begun.size());
        assertTrue(isDone(room) && isDone(room()));
    }

    @Test
    void whenMoreProfilesWaitThanAreDecidedAtOnceThereIsNoRoom() {
        profiles("being decided", "and more", "1", "2", "3", "4", "5", "6");
        profiles(keys(Backlog.MOST_PROFILES));
        profiles("key-0");
        due("a tick only");
        assertTrue(isDone(room()));
        profiles("one more");
        assertFalse(isDone(room()));

        end(0);

        assertTrue(isDone(room()));
    }

    @Test
    void moreOfThoseThatAreDueAreDecidedAtOnceThanOfThoseWhomOnlyChangedRulesAskAbout() {
        due("first");
        asked(1, "second");
        due(keys(300));
        asked(1, IntStream.range(300, 400).mapToObj(i -> "key-" + i).toArray(String[]::new));

        end(0);
        end(1);

        assertEquals(List.of(1, 1, 250, 8), begun.stream().map(Map::size).toList());
    }

    @Test
    void whenItIsQuietMoreOfThoseWhomOnlyChangedRulesAskAboutAreDecidedTogether() {
        asked(1, keys(100));
        asked(1, keys(200));
        asked(1, keys(300));

        assertEquals(List.of(64, 64), begun.stream().map(Map::size).toList());
    }

    @Test
    void aBatchOfNobodyIsDone() {
        assertTrue(isDone(due()));
    }

    @Test
    void whatFailsFailsAllThatWaitsAndAllThatComes() {
        CompletionStage<Void> first = due("a");
        CompletionStage<Void> second = asked(1, "b");
        CompletionStage<Void> third = due(keys(Backlog.MOST + 1));
        CompletionStage<Void> room = room();

        ends.getFirst().completeExceptionally(new IllegalStateException("a defect"));

        for (CompletionStage<Void> each : List.of(first, second, third, room, due("c"), room())) {
            assertTrue(each.toCompletableFuture().isCompletedExceptionally());
        }
        assertEquals(2, begun.size());
    }

    @Test
    void allIsDecidedOnceAndInOrderHoweverItComes() {
        for (int seed = 0; seed < CASES; seed++) {
            new BacklogTest().allIsDecidedOnceAndInOrder(new SplittableRandom(seed), "seed " + seed);
        }
    }

    private void allIsDecidedOnceAndInOrder(RandomGenerator random, String which) {
        Map<String, Long> keyToDecided = new HashMap<>();
        Map<String, Long> keyToLast = new HashMap<>();
        Set<Integer> deciding = new HashSet<>();
        List<CompletionStage<Void>> added = new ArrayList<>();
        int known = 0;
        for (int step = 0; step < 60 || !deciding.isEmpty(); step++) {
            if (step < 60 && random.nextBoolean()) {
                String[] keys = random.ints(1 + random.nextInt(4), 0, 8)
                        .distinct()
                        .mapToObj(Integer::toString)
                        .toArray(String[]::new);
                added.add(random.nextBoolean() ? due(keys) : asked(1 + random.nextInt(3), keys));
                List.of(keys).forEach(key -> keyToLast.put(key, position));
            } else if (!deciding.isEmpty()) {
                List<Integer> choice = List.copyOf(deciding);
                int ended = choice.get(random.nextInt(choice.size()));
                deciding.remove(ended);
                end(ended);
            }
            for (; known < begun.size(); known++) {
                Map<String, Pending> taken = begun.get(known);
                deciding.forEach(other -> assertTrue(
                        begun.get(other).keySet().stream().noneMatch(taken::containsKey), "twice at once, " + which));
                taken.forEach((key, pending) -> assertTrue(
                        keyToDecided.getOrDefault(key, 0L) < pending.tickPosition(), "out of order, " + which));
                taken.forEach((key, pending) -> keyToDecided.put(key, pending.tickPosition()));
                deciding.add(known);
            }
        }
        assertEquals(keyToLast, keyToDecided, which);
        assertTrue(added.stream().allMatch(BacklogTest::isDone), which);
    }

    private void profiles(String... keys) {
        Map<String, Pending> keyToPending = new HashMap<>();
        position++;
        for (String key : keys) {
            Pending pending = new Pending();
            pending.addUnread(new ConsumerRecord<>(ProfileTopics.PROFILES, 0, position, key, new byte[0]));
            keyToPending.put(key, pending);
        }
        backlog.add(keyToPending);
    }

    private CompletionStage<Void> due(String... keys) {
        return asked(OLD_RULES, keys);
    }

    private CompletionStage<Void> asked(long revision, String... keys) {
        Map<String, Pending> keyToPending = new HashMap<>();
        position++;
        for (String key : keys) {
            Pending pending = new Pending();
            pending.addTick(position, revision);
            keyToPending.put(key, pending);
        }
        return backlog.add(keyToPending).subscribeAsCompletionStage();
    }

    private CompletionStage<Void> room() {
        return backlog.room().subscribeAsCompletionStage();
    }

    private CompletionStage<Void> calm() {
        return backlog.calm().subscribeAsCompletionStage();
    }

    private void end(int which) {
        ends.get(which).complete(null);
    }

    private List<Set<String>> begun() {
        return begun.stream().map(Map::keySet).collect(Collectors.toList());
    }

    private static String[] keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "key-" + i).toArray(String[]::new);
    }

    private static boolean isDone(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isDone();
    }
}
