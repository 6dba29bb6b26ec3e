/** What every feature that runs by itself needs: repetition, patience with infrastructure that is down, and dead letters. */
package dmp.segment.running;
