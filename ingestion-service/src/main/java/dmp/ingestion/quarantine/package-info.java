/** Why something was refused: the codes, the reasons a person can act on, and the counts. */
package dmp.ingestion.quarantine;
