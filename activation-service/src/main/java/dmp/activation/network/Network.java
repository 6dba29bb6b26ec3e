package dmp.activation.network;

import io.smallrye.mutiny.Uni;

/** One account at an ad network, over HTTP or behind what measures and paces it. */
public interface Network {

    Capabilities capabilities();

    /** An upper bound of what a change adds to a request, in bytes. */
    int bytesOf(Change change);

    /** Never fails for anything that network or transport did: that is an {@link Answer}. */
    Uni<Answer> send(Delivery delivery);
}
