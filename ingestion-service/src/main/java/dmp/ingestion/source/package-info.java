/** Who sends us data, by which keys and under which contract; kept in PostgreSQL, answered from memory. */
package dmp.ingestion.source;
