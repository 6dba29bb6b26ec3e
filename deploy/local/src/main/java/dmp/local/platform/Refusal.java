package dmp.local.platform;

/** The command cannot be done; the message says why and what to do, and is all that a person needs to see. */
public final class Refusal extends RuntimeException {

    Refusal(String message) {
        super(message);
    }
}
