package dmp.profile.store;

import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;

/** The names of identifiers with so many links that somebody should look. Says no more than whom to look at. */
public interface HubRegister {

    /** Adds those that have too many links, and strikes those that do not. May be repeated. */
    Uni<Void> note(Map<IdentifierKey, Boolean> keyToCrowded);

    /** Identifiers of the tenant by name, after the given one. */
    Uni<List<String>> list(String tenant, String after, int limit);
}
