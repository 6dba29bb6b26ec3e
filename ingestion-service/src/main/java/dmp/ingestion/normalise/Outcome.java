package dmp.ingestion.normalise;

import java.util.Optional;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.quarantine.Rejection;

/** What became of a submitted event. */
public sealed interface Outcome {

    String id();

    /** @param hasSendersId only such an event can be recognised when it is sent again */
    record Accepted(EventCollected event, boolean hasSendersId) implements Outcome {

        @Override
        public String id() {
            return event.id();
        }
    }

    /** @param denial the person's denial, to be published although the event is not */
    record Rejected(String id, Rejection rejection, Optional<EventCollected> denial) implements Outcome {}
}
