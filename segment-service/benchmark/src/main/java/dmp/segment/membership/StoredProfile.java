package dmp.segment.membership;

import java.nio.ByteBuffer;
import java.util.List;

import dmp.profile.contract.ProfileChanged;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.dictionary.Dictionary;

/** What the service has stored of one identifier. In the service's package, so that its own code makes the bytes. */
public final class StoredProfile {

    private StoredProfile() {}

    /**
     * The value of the identifier's key.
     *
     * @param number among the known identifiers of the tenant
     * @param revision of the rules that were asked
     * @param memberships what they decided when the profile changed
     * @param dictionary that the service will have
     * @param nextChange the second at which that changes by itself; {@link dmp.segment.evaluation.Evaluation#NEVER} when it does not
     */
    public static byte[] encode(
            ProfileChanged profile,
            long number,
            long revision,
            List<Membership> memberships,
            long nextChange,
            Dictionary dictionary) {
        byte[] state = StateCodec.encode(
                new MembershipState(
                        number,
                        profile,
                        -1,
                        revision,
                        memberships.isEmpty() ? 0 : profile.changedAt().toEpochMilli(),
                        profile.changedAt(),
                        null,
                        memberships,
                        memberships.stream().map(Membership::segment).toList(),
                        List.of(),
                        nextChange,
                        List.of()),
                dictionary);
        return ByteBuffer.allocate(state.length + Long.BYTES)
                .put(state)
                .putLong(number)
                .array();
    }
}
