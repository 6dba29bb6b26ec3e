package dmp.segment.backfill;

import java.util.List;
import java.util.Set;

import io.smallrye.mutiny.Uni;

/** Looks at what has been decided, without writing anything. */
public interface Differences {

    /**
     * Those of the identifiers that must be asked anew: of whom some of the segments, or some that refer to these, would now
     * decide otherwise than they did, or at another instant. A tick for each of the others would change nothing.
     *
     * @param identifierKeys of this tenant
     * @param segments also such as are archived
     * @param revision of the rules to decide by, or newer
     */
    Uni<List<String>> among(String tenant, List<String> identifierKeys, Set<String> segments, long revision);
}
