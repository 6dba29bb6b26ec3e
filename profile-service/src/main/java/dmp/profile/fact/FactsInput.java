package dmp.profile.fact;

import java.time.Instant;
import java.util.Objects;

import dmp.ingestion.contract.EventCollected;
import dmp.profile.store.IdentifierKey;

/** What changes the facts of an identifier. */
sealed interface FactsInput {

    IdentifierKey key();

    /** Refuses an event that lacks what facts are made of. */
    record Observed(EventCollected event) implements FactsInput {
        public Observed {
            requireWhole(event);
        }

        private static void requireWhole(EventCollected event) {
            Objects.requireNonNull(event.id(), "id");
            Objects.requireNonNull(event.tenant(), "tenant");
            Objects.requireNonNull(event.source(), "source");
            Objects.requireNonNull(event.identifier(), "identifier");
            Objects.requireNonNull(event.name(), "name");
            Objects.requireNonNull(event.receivedAt(), "receivedAt");
            event.links().forEach(link -> Objects.requireNonNull(link.identifier(), "link"));
            requireMilliseconds(event.occurredAt());
        }

        @Override
        public IdentifierKey key() {
            return new IdentifierKey(event.tenant(), event.identifier());
        }
    }

    /** Refuses a command that lacks whom or when. */
    record Erased(EraseIdentifier command) implements FactsInput {
        public Erased {
            Objects.requireNonNull(command.tenant(), "tenant");
            Objects.requireNonNull(command.identifier(), "identifier");
            requireMilliseconds(command.requestedAt());
        }

        @Override
        public IdentifierKey key() {
            return command.key();
        }
    }

    /** Refuses an order that lacks the trait, or an event that could not have been observed. */
    record Replayed(ReplayEvent command) implements FactsInput {
        public Replayed {
            Objects.requireNonNull(command.trait(), "trait");
            Objects.requireNonNull(command.event(), "event");
            Observed.requireWhole(command.event());
        }

        @Override
        public IdentifierKey key() {
            return command.key();
        }
    }

    /** Refuses a moment that is missing, or so far away that milliseconds since 1970 cannot tell it. */
    private static void requireMilliseconds(Instant moment) {
        if (moment.toEpochMilli() == Facts.NEVER) {
            throw new IllegalArgumentException("No moment that an event can have");
        }
    }
}
