package dmp.ingestion.collect;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import dmp.ingestion.normalise.Outcome;
import dmp.ingestion.quarantine.RejectionCode;

/** Every acceptance and every refusal has a count. */
@Singleton
class Counts {

    private final Counter accepted;
    private final Counter duplicate;
    private final Map<RejectionCode, Counter> codeToRejected = new EnumMap<>(RejectionCode.class);

    Counts(MeterRegistry metrics) {
        accepted = metrics.counter("dmp_ingestion_events_accepted");
        duplicate = metrics.counter("dmp_ingestion_events_duplicate");
        for (RejectionCode code : RejectionCode.values()) {
            codeToRejected.put(code, metrics.counter("dmp_ingestion_events_rejected", "code", code.wire()));
        }
    }

    void add(List<Outcome> outcomes, List<ItemResult> results) {
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i).status()) {
                case ACCEPTED -> accepted.increment();
                case DUPLICATE -> duplicate.increment();
                case REJECTED -> {
                    if (outcomes.get(i) instanceof Outcome.Rejected rejected) {
                        codeToRejected.get(rejected.rejection().code()).increment();
                    }
                }
            }
        }
    }
}
