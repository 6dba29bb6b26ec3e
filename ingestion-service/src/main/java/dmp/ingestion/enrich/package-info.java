/** Place from IP address and device from user agent; both raw values end here. */
package dmp.ingestion.enrich;
