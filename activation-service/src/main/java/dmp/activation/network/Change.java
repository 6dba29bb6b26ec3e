package dmp.activation.network;

import java.util.List;

import dmp.activation.state.Identifier;

/** What a network is to change about one identifier: the segments it is newly in, or in still, and those it is no longer in. */
public record Change(Identifier identifier, List<String> add, List<String> remove) {

    public Change {
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }
}
