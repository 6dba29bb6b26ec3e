/**
 * Who is in, since when and until when: the state of each identifier, decided anew from every profile and every tick, by one
 * writer for each identifier.
 *
 * <p>For each batch: read the states of its identifiers in one round trip, decide ({@link
 * dmp.segment.membership.Decision}, pure), write the new states, then what follows from them (timers, sizes), then publish, then
 * commit. Whatever is cut off is done again when the batch comes again: a message that the state has seen already leads to the
 * stored state being written out and published again.
 */
package dmp.segment.membership;
