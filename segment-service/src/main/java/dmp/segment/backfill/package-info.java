/**
 * Asks a new or changed segment about all that are known. All identifiers of the tenant are walked in the order of their
 * numbers, in a circle; a tick goes to those about whom there is something to decide. A segment joins the walk where it is
 * and is complete when the walk comes round to there.
 */
package dmp.segment.backfill;
