package dmp.profile.view;

import java.util.ArrayList;
import java.util.List;

import dmp.profile.contract.ProfileChanged;

/**
 * Keeps a view below the size of message that Kafka refuses: a view that could never be published would hold up all that come
 * after it. What is left out is counted. Ordinary views are a hundred times smaller.
 */
final class Bounded {

    /** Kafka refuses 1 MB; texts may take more bytes than they have characters, and the links of fifty identifiers 340,000. */
    private static final int BYTES = 500_000;

    private static final int BYTES_A_MOMENT = 11;
    private static final int BYTES_A_VALUE = 17;

    private Bounded() {}

    /** As many of the facts, in their order, as fit; the first always does, if need be with its latest realisations only. */
    static List<ProfileChanged.Facts> fitting(List<ProfileChanged.Facts> facts) {
        List<ProfileChanged.Facts> fitting = new ArrayList<>();
        fitting.add(shortened(facts.getFirst()));
        int bytes = bytes(fitting.getFirst());
        for (ProfileChanged.Facts next : facts.subList(1, facts.size())) {
            bytes += bytes(next);
            if (bytes > BYTES) {
                break;
            }
            fitting.add(next);
        }
        return fitting;
    }

    private static ProfileChanged.Facts shortened(ProfileChanged.Facts facts) {
        if (bytes(facts) <= BYTES) {
            return facts;
        }
        int moments = Math.max(
                1,
                BYTES
                        / 2
                        / (BYTES_A_MOMENT + BYTES_A_VALUE)
                        / Math.max(1, facts.realisations().size()));
        return new ProfileChanged.Facts(
                facts.identifier(),
                facts.consent(),
                facts.attributes(),
                facts.realisations().stream()
                        .map(realisations -> new ProfileChanged.Realisations(
                                realisations.trait(),
                                realisations.source(),
                                latest(realisations.at(), moments),
                                latest(realisations.values(), moments)))
                        .toList());
    }

    private static List<Long> latest(List<Long> moments, int count) {
        return moments.subList(Math.max(0, moments.size() - count), moments.size());
    }

    private static int bytes(ProfileChanged.Facts facts) {
        int bytes = 200 + 2 * facts.identifier().length();
        for (var attribute : facts.attributes().entrySet()) {
            bytes += 80
                    + 2 * attribute.getKey().length()
                    + 2 * attribute.getValue().value().length()
                    + attribute.getValue().source().length();
        }
        for (ProfileChanged.Realisations realisations : facts.realisations()) {
            bytes += 40
                    + realisations.trait().length()
                    + realisations.source().length()
                    + BYTES_A_MOMENT * realisations.at().size()
                    + BYTES_A_VALUE * realisations.values().size();
        }
        return bytes;
    }
}
