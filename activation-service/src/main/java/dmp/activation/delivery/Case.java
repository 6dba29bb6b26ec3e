package dmp.activation.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dmp.activation.audience.Audience;
import dmp.activation.audience.Audience.Wanted;
import dmp.activation.campaign.Target;
import dmp.activation.state.Identifier;

/**
 * One identifier at one destination: what may be told, and where it stands.
 *
 * @param wanted the segments that the network should hold now
 */
record Case(Audience audience, Map<String, Wanted> wanted, Map<String, Standing> standings) {

    Case {
        wanted = Map.copyOf(wanted);
        standings = Map.copyOf(standings);
    }

    static Case of(Target target, Audience audience, Map<String, Standing> standings, Instant now) {
        boolean known = target.knows(Identifier.of(audience.identifier()));
        return new Case(audience, known ? audience.wanted(target, target.running(now)) : Map.of(), standings);
    }

    String identifier() {
        return audience.identifier();
    }

    Difference difference(Rules rules, Instant now, Set<String> repeatable) {
        return Difference.between(identifier(), wanted, standings, rules, now, repeatable);
    }

    /** The same with some standings written anew; an empty one is none any more. */
    Case with(Map<String, Optional<Standing>> written) {
        Map<String, Standing> next = new HashMap<>(standings);
        written.forEach((segment, standing) ->
                standing.ifPresentOrElse(one -> next.put(segment, one), () -> next.remove(segment)));
        return new Case(audience, wanted, next);
    }

    /** An opt-out that has come to its end at this destination. */
    boolean isRemovedOnRequest() {
        return audience.isOptedOut() && standings.isEmpty();
    }
}
