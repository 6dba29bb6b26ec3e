package dmp.profile.fact;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.smallrye.mutiny.Uni;

import dmp.ingestion.contract.EventCollected;
import dmp.profile.store.IdentifierKey;
import dmp.profile.store.StateStore.Write;
import dmp.profile.stream.Incoming;
import dmp.profile.stream.Publisher;
import dmp.profile.trait.TraitsInForce;

/**
 * Applies a batch of events, events replayed and erasures: one read for all its identifiers, one write, one publication. When it fails, in
 * whatever place, the whole batch may be given to it again, and so it may after a crash: what is already applied is only
 * announced again.
 */
final class FactsStep {

    private final FactsStore store;
    private final Publisher publisher;
    private final TraitsInForce traits;
    private final Duration tombstoneRetention;
    private final Clock clock;

    FactsStep(FactsStore store, Publisher publisher, TraitsInForce traits, Duration tombstoneRetention, Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.traits = traits;
        this.tombstoneRetention = tombstoneRetention;
        this.clock = clock;
    }

    Uni<Void> handle(List<Incoming<FactsInput>> batch) {
        Set<IdentifierKey> distinct = new LinkedHashSet<>();
        batch.forEach(input -> distinct.add(input.message().key()));
        List<IdentifierKey> keys = List.copyOf(distinct);
        return store.read(keys).chain(known -> {
            Batch states = new Batch(keys, known);
            batch.forEach(states::apply);
            return store.write(states.writes()).chain(() -> publisher.publish(states.news.announcements()));
        });
    }

    /** The facts of a batch's identifiers, while it is applied. */
    private final class Batch {
        private final Map<IdentifierKey, Slot> keyToSlot = new HashMap<>();
        private final News news = new News();
        private final Instant now = clock.instant();

        private static final class Slot {
            private final int revision;
            private FactsState state;
            private boolean isChanged;

            private Slot(FactsStore.Known known) {
                revision = known.revision();
                state = known.state();
            }
        }

        private Batch(List<IdentifierKey> keys, List<FactsStore.Known> known) {
            for (int i = 0; i < keys.size(); i++) {
                keyToSlot.put(keys.get(i), new Slot(known.get(i)));
            }
        }

        private void apply(Incoming<FactsInput> input) {
            IdentifierKey key = input.message().key();
            Slot slot = keyToSlot.get(key);
            switch (input.message()) {
                case FactsInput.Observed(EventCollected event) -> observe(key, slot, event, input.position());
                case FactsInput.Replayed(ReplayEvent command) -> replay(key, slot, command);
                case FactsInput.Erased(EraseIdentifier command) -> erase(key, slot, command, input.position());
            }
        }

        private void observe(IdentifierKey key, Slot slot, EventCollected event, long position) {
            FactsState before = slot.state;
            boolean redelivered = position <= before.eventsPosition();
            if (!redelivered) {
                Facts after = before.facts()
                        .apply(event, traits.matching(event))
                        .withoutExpired(traits.expiry(event.tenant(), now));
                if (!after.equals(before.facts())) {
                    slot.state = new FactsState(position, before.commandsPosition(), after);
                    slot.isChanged = true;
                }
            }
            if (redelivered || slot.state != before) {
                news.factsChanged(key, event.receivedAt());
            }
            announceLinks(key, slot.state.facts(), event);
        }

        /**
         * Does not ask whether the event is void by now: one end of the link may have been told already, before a crash.
         * Each end knows itself what is void, and tells the other.
         */
        private void announceLinks(IdentifierKey key, Facts facts, EventCollected event) {
            if (event.mayBeRemembered()) {
                news.seenTogether(key, event);
            } else if (facts.voidBefore() != Facts.NEVER) {
                news.linksVoidBefore(key, facts.voidBefore());
            }
        }

        private void erase(IdentifierKey key, Slot slot, EraseIdentifier command, long position) {
            FactsState before = slot.state;
            if (position > before.commandsPosition()) {
                Facts after = before.facts().erasedAt(command.requestedAt().toEpochMilli());
                slot.state = new FactsState(before.eventsPosition(), position, after);
                slot.isChanged = true;
            }
            news.factsChanged(key, null);
            news.linksVoidBefore(key, slot.state.facts().erasedAt());
        }

        /** Needs no position: to be replayed again changes nothing, but may never have been announced. */
        private void replay(IdentifierKey key, Slot slot, ReplayEvent command) {
            EventCollected event = command.event();
            if (command.version() < traits.version(event.tenant(), command.trait())) {
                return;
            }
            FactsState before = slot.state;
            Facts unrealised = before.facts().unrealised(event, command.trait());
            Facts after = (command.realised()
                            ? unrealised.apply(event, Map.of(command.trait(), command.worth()))
                            : unrealised)
                    .withoutExpired(traits.expiry(event.tenant(), now));
            if (!after.equals(before.facts())) {
                slot.state = new FactsState(before.eventsPosition(), before.commandsPosition(), after);
                slot.isChanged = true;
            }
            news.factsChanged(key, null);
        }

        private List<Write> writes() {
            List<Write> writes = new ArrayList<>();
            keyToSlot.forEach((key, slot) -> {
                if (slot.isChanged) {
                    Duration expiresIn = slot.state.facts().isErased() ? tombstoneRetention : null;
                    writes.add(store.write(key, slot.revision, slot.state, expiresIn));
                }
            });
            return writes;
        }
    }
}
