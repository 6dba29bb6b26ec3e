/** Whose request this is. */
package dmp.ingestion.tenant;
