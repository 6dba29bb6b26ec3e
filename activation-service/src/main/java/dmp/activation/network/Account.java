package dmp.activation.network;

import java.util.List;
import java.util.Map;

/**
 * An account at a network, with all that a connector needs to know of a destination and nothing of its life as a definition.
 *
 * @param tenant whose account
 * @param destination the destination's id
 * @param connector the connector's name
 * @param settings what the connector asks for; {@code endpoint} always
 * @param credential the reference of the secret; never the secret
 * @param namespaces which identifiers the network knows
 */
public record Account(
        String tenant,
        String destination,
        String connector,
        Map<String, String> settings,
        String credential,
        List<String> namespaces) {

    public Account {
        settings = Map.copyOf(settings);
        namespaces = List.copyOf(namespaces);
    }
}
