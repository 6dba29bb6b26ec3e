/** What-if: how many a rule would hold of before it is saved, and how far saved segments overlap. */
package dmp.segment.estimate;
