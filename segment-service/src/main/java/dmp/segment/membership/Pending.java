package dmp.segment.membership;

import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import dmp.profile.contract.ProfileChanged;

/** What records say of one identifier. Only the newest profile counts; ticks add up to one. */
final class Pending {

    private final List<ConsumerRecord<String, byte[]>> unread = new ArrayList<>(1);
    private ProfileChanged profile;
    private long earliestVersion = Long.MAX_VALUE;
    private long tickPosition = -1;
    private long earliestTick = Long.MAX_VALUE;
    private long revision;

    /** A profile that is read when it is its turn: read, it takes several times the memory. */
    void addUnread(ConsumerRecord<String, byte[]> record) {
        unread.add(record);
    }

    /** Those that were added unread, once. */
    List<ConsumerRecord<String, byte[]>> takeUnread() {
        List<ConsumerRecord<String, byte[]>> taken = List.copyOf(unread);
        unread.clear();
        return taken;
    }

    void add(ProfileChanged added) {
        earliestVersion = Math.min(earliestVersion, added.version());
        if (profile == null || added.version() >= profile.version()) {
            profile = added;
        }
    }

    void addTick(long position, long neededRevision) {
        tickPosition = Math.max(tickPosition, position);
        earliestTick = Math.min(earliestTick, position);
        revision = Math.max(revision, neededRevision);
    }

    /** What came after all that is here, and of which no profile has been read. */
    void add(Pending later) {
        unread.addAll(later.unread);
        tickPosition = Math.max(tickPosition, later.tickPosition);
        earliestTick = Math.min(earliestTick, later.earliestTick);
        revision = Math.max(revision, later.revision);
    }

    /** Null when only ticks came. */
    ProfileChanged profile() {
        return profile;
    }

    boolean hasProfile() {
        return profile != null || !unread.isEmpty();
    }

    boolean isTicked() {
        return tickPosition >= 0;
    }

    /** What a change is put down to; new facts before all, since they come with what else is due. */
    Change.Cause cause() {
        return hasProfile() ? Change.Cause.PROFILE : revision > 0 ? Change.Cause.RULES : Change.Cause.TIME;
    }

    /** True when the state has seen one of the records before: what followed from it may not have been done. */
    boolean isRepeatedFor(MembershipState state) {
        return earliestVersion <= state.profile().version() || earliestTick <= state.tickPosition();
    }

    long tickPosition() {
        return tickPosition;
    }

    /** The rules must be at least as new as this. */
    long revision() {
        return revision;
    }
}
