/** Segments as customers define them: kept with their history, checked, told to others, and compiled for evaluation. */
package dmp.segment.definition;
