/** May we know it? What the person, the browser and the source's contract allow, each purpose by itself; closed on doubt. */
package dmp.ingestion.consent;
