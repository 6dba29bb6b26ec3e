package dmp.ingestion.collect;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import dmp.ingestion.consent.PrivacySignals;
import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.EventRejected;
import dmp.ingestion.enrich.Enrichment;
import dmp.ingestion.normalise.Identifiers;
import dmp.ingestion.normalise.Normaliser;
import dmp.ingestion.normalise.Observation;
import dmp.ingestion.normalise.Outcome;
import dmp.ingestion.normalise.SubmittedEvent;
import dmp.ingestion.normalise.SubmittedEvent.Client;
import dmp.ingestion.publish.Publisher;
import dmp.ingestion.quarantine.Rejection;
import dmp.ingestion.source.SourceDirectory.TenantSource;

/**
 * The one way into the platform, whatever an event came by: enrich, decide, recognise what was sent before, publish,
 * and only when all of it is durable, say what became of each.
 */
@Singleton
public class Collector {

    private final Enrichment enrichment;
    private final Duplicates duplicates;
    private final Publisher publisher;
    private final Counts counts;
    private final Normaliser normaliser;

    Collector(Enrichment enrichment, Duplicates duplicates, Publisher publisher, Counts counts, CollectConfig config) {
        this.enrichment = enrichment;
        this.duplicates = duplicates;
        this.publisher = publisher;
        this.counts = counts;
        this.normaliser = new Normaliser(new Identifiers(config.namespaces()), config.maxAge());
    }

    /**
     * What was sent together.
     *
     * @param client where it came from, for events that do not say so themselves
     * @param recogniseDuplicates false for files, whose rows may be sent again and count again
     */
    public record Batch(
            TenantSource sender,
            List<Submission> submissions,
            Client client,
            PrivacySignals privacySignals,
            boolean recogniseDuplicates) {}

    /** A result for each submission, in order, when all is durable; fails with {@code Unavailable} when it may not be. */
    public Uni<List<ItemResult>> collect(Batch batch) {
        Instant receivedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return enrichment.of(clients(batch)).flatMap(clientToSignals -> {
            List<Outcome> outcomes = decide(batch, clientToSignals, receivedAt);
            return known(batch, outcomes)
                    .flatMap(known -> send(batch, Dispatch.of(batch, outcomes, known, receivedAt)))
                    .invoke(results -> counts.add(outcomes, results));
        });
    }

    private Uni<List<ItemResult>> send(Batch batch, Dispatch dispatch) {
        Uni<Void> published = publisher.publish(dispatch.events(), dispatch.rejections());
        return batch.recogniseDuplicates()
                ? published
                        .flatMap(_ -> duplicates.remember(batch.sender().tenant(), dispatch.newIds()))
                        .replaceWith(dispatch.results())
                : published.replaceWith(dispatch.results());
    }

    private Uni<Set<String>> known(Batch batch, List<Outcome> outcomes) {
        if (!batch.recogniseDuplicates()) {
            return Uni.createFrom().item(Set.of());
        }
        List<String> sendersIds = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Accepted(EventCollected event, boolean hasSendersId) && hasSendersId) {
                sendersIds.add(event.id());
            }
        }
        return duplicates.known(batch.sender().tenant(), sendersIds);
    }

    private List<Outcome> decide(Batch batch, Map<Client, Map<String, String>> clientToSignals, Instant receivedAt) {
        TenantSource sender = batch.sender();
        Consent purposes = sender.source().contract().allows();
        boolean expired = sender.source().contract().hasExpired(receivedAt);
        List<Outcome> outcomes = new ArrayList<>(batch.submissions().size());
        for (Submission submission : batch.submissions()) {
            String freshId = EventIds.next();
            outcomes.add(
                    switch (submission) {
                        case Submission.Unreadable(Rejection rejection) ->
                            new Outcome.Rejected(freshId, rejection, Optional.empty());
                        case Submission.Readable(SubmittedEvent event) ->
                            normaliser.normalise(
                                    event,
                                    new Observation(
                                            sender.tenant(),
                                            sender.source().id(),
                                            purposes,
                                            expired,
                                            batch.privacySignals(),
                                            receivedAt,
                                            freshId,
                                            clientToSignals.get(client(event, batch))));
                    });
        }
        return outcomes;
    }

    private static List<Client> clients(Batch batch) {
        List<Client> clients = new ArrayList<>(batch.submissions().size());
        for (Submission submission : batch.submissions()) {
            if (submission instanceof Submission.Readable(SubmittedEvent event)) {
                clients.add(client(event, batch));
            }
        }
        return clients;
    }

    /** Who speaks for another says so by a context; then nothing is taken from the connection. */
    private static Client client(SubmittedEvent event, Batch batch) {
        return event.context() == null ? batch.client() : event.context();
    }

    /** What goes out for a batch, and what will be answered once it is durable. */
    private record Dispatch(
            List<EventCollected> events,
            List<EventRejected> rejections,
            List<String> newIds,
            List<ItemResult> results) {

        static Dispatch of(Batch batch, List<Outcome> outcomes, Set<String> known, Instant receivedAt) {
            Dispatch dispatch =
                    new Dispatch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            Set<String> durableOrGoing = new HashSet<>(known);
            for (int index = 0; index < outcomes.size(); index++) {
                dispatch.add(index, outcomes.get(index), durableOrGoing, batch.sender(), receivedAt);
            }
            return dispatch;
        }

        private void add(
                int index, Outcome outcome, Set<String> durableOrGoing, TenantSource sender, Instant receivedAt) {
            switch (outcome) {
                case Outcome.Accepted(EventCollected event, boolean hasSendersId)
                when hasSendersId && !durableOrGoing.add(event.id()) ->
                    results.add(ItemResult.of(index, event.id(), ItemResult.Status.DUPLICATE));
                case Outcome.Accepted(EventCollected event, boolean hasSendersId) -> {
                    events.add(event);
                    if (hasSendersId) {
                        newIds.add(event.id());
                    }
                    results.add(ItemResult.of(index, event.id(), ItemResult.Status.ACCEPTED));
                }
                case Outcome.Rejected(String id, Rejection rejection, Optional<EventCollected> denial) -> {
                    denial.ifPresent(events::add);
                    rejections.add(new EventRejected(
                            id,
                            sender.tenant(),
                            sender.source().id(),
                            rejection.code().wire(),
                            rejection.reason(),
                            rejection.pointer(),
                            receivedAt));
                    results.add(ItemResult.rejected(index, id, rejection));
                }
            }
        }
    }
}
