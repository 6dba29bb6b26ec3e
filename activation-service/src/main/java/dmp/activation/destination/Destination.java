package dmp.activation.destination;

import java.util.List;
import java.util.Map;

import dmp.activation.network.Account;

/**
 * An account at an ad network, as its owner describes it.
 *
 * @param id chosen by the caller; derived from the name when absent
 * @param connector which format is spoken
 * @param settings what the connector asks for; {@code endpoint} always
 * @param credential the reference of a secret that lies with whoever runs the platform; never a secret
 * @param namespaces which identifiers the network knows
 */
public record Destination(
        String id,
        String name,
        String connector,
        Map<String, String> settings,
        String credential,
        List<String> namespaces) {

    public Destination {
        settings = settings == null ? Map.of() : Map.copyOf(settings);
        namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
    }

    Destination withId(String chosen) {
        return new Destination(chosen, name, connector, settings, credential, namespaces);
    }

    public Account account(String tenant) {
        return new Account(tenant, id, connector, settings, credential, namespaces);
    }
}
