/** How this service says no: problem documents that say what to do. */
package dmp.ingestion.problem;
