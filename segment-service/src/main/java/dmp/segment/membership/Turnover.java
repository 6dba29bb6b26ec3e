package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Evaluation.Held;

/**
 * Who came, stayed and went between two answers about one identifier. All in the order of the segments' ids.
 *
 * @param memberships what it is in now; who stayed keeps the instant of coming
 */
record Turnover(List<Membership> memberships, List<String> entered, List<String> left) {

    /**
     * @param before in the order of the segments' ids
     * @param held likewise
     */
    static Turnover of(List<Membership> before, List<Held> held, Instant now) {
        List<Membership> memberships = new ArrayList<>(held.size());
        List<String> entered = new ArrayList<>();
        List<String> left = new ArrayList<>();
        int next = 0;
        for (Held segment : held) {
            int order = -1;
            while (next < before.size() && (order = before.get(next).segment().compareTo(segment.segment())) < 0) {
                left.add(before.get(next++).segment());
            }
            boolean stayed = next < before.size() && order == 0;
            if (!stayed) {
                entered.add(segment.segment());
            }
            memberships.add(new Membership(
                    segment.segment(),
                    segment.ruleVersion(),
                    stayed ? before.get(next++).since() : now,
                    Evaluation.instant(segment.until())));
        }
        before.subList(next, before.size()).forEach(gone -> left.add(gone.segment()));
        return new Turnover(memberships, entered, left);
    }
}
