package dmp.ingestion.collect;

import dmp.ingestion.normalise.SubmittedEvent;
import dmp.ingestion.quarantine.Rejection;

/** One item of a request, or one row of a file, once read. */
public sealed interface Submission {

    record Readable(SubmittedEvent event) implements Submission {}

    /** It has not even the form of an event. */
    record Unreadable(Rejection rejection) implements Submission {}
}
