package dmp.profile.fact;

import dmp.ingestion.contract.EventCollected;
import dmp.profile.store.IdentifierKey;

/** What changes the facts of an identifier. */
sealed interface FactsInput {

    IdentifierKey key();

    record Observed(EventCollected event) implements FactsInput {
        @Override
        public IdentifierKey key() {
            return new IdentifierKey(event.tenant(), event.identifier());
        }
    }

    record Erased(EraseIdentifier command) implements FactsInput {
        @Override
        public IdentifierKey key() {
            return command.key();
        }
    }
}
