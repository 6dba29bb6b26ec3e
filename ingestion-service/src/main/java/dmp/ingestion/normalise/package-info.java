/**
 * From what a sender wrote to the one canonical event. Pure: no clock, no I/O, no container; a refusal is a
 * {@link dmp.ingestion.quarantine.Refused} that names the part to blame and never quotes it.
 */
package dmp.ingestion.normalise;
