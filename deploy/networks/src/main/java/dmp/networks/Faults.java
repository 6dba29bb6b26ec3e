package dmp.networks;

import java.util.Random;

/**
 * How a network misbehaves. The chances are drawn from a generator with a fixed seed, so that a run can be repeated.
 *
 * @param latencyMs wait before anything else happens
 * @param status answer with this status instead of doing what was asked; null does not
 * @param retryAfterSeconds sent as {@code Retry-After} together with {@code status}; null sends none
 * @param probability how likely {@code status} strikes a request; 1 when absent
 * @param partialFailure how likely a single record is refused although it is valid
 * @param partialFailureCode the code of such a refusal; null takes the network's usual one
 * @param loseAcknowledgement how likely the request is carried out, but its acknowledgement never arrives
 * @param down break every connection without an answer
 * @param forSeconds the faults end by themselves after this time; null never
 */
record Faults(
        int latencyMs,
        Integer status,
        Integer retryAfterSeconds,
        Double probability,
        double partialFailure,
        String partialFailureCode,
        double loseAcknowledgement,
        boolean down,
        Integer forSeconds) {

    static final Faults NONE = new Faults(0, null, null, null, 0, null, 0, false, null);

    private static final Random CHANCE = new Random(20261124);

    Faults {
        probability = probability == null ? 1.0 : probability;
        requireChance("probability", probability);
        requireChance("partialFailure", partialFailure);
        requireChance("loseAcknowledgement", loseAcknowledgement);
        if (latencyMs < 0 || latencyMs > 600_000) {
            throw new IllegalArgumentException("latencyMs is from 0 to 600000");
        }
        if (status != null && (status < 400 || status > 599)) {
            throw new IllegalArgumentException("status is from 400 to 599");
        }
    }

    boolean refusesRequest() {
        return status != null && strikes(probability);
    }

    boolean refusesRecord() {
        return strikes(partialFailure);
    }

    boolean losesAcknowledgement() {
        return strikes(loseAcknowledgement);
    }

    private static boolean strikes(double chance) {
        return chance > 0 && CHANCE.nextDouble() < chance;
    }

    private static void requireChance(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is a chance from 0 to 1");
        }
    }
}
