package dmp.activation.delivery;

import java.util.concurrent.atomic.AtomicBoolean;

import dmp.activation.campaign.Target;
import dmp.activation.network.Network;

/** A destination that this instance serves now. */
record Serving(Target target, Network network, Pace pace, Rules rules, AtomicBoolean busy) {

    /** The same, with what is to be told to it brought up to date. */
    Serving with(Target current) {
        return new Serving(current, network, pace, rules, busy);
    }
}
