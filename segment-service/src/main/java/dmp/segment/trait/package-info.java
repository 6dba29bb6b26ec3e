/** Which traits there are, as profile-service tells on its compacted topic: every instance reads it from the start. */
package dmp.segment.trait;
