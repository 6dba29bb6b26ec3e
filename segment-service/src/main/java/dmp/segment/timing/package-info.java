/**
 * When an identifier is to be asked again. Due instants wait in Redis; a due one becomes a tick on a topic that is keyed
 * and partitioned like profiles, so that it is handled by the one writer of its identifier.
 */
package dmp.segment.timing;
