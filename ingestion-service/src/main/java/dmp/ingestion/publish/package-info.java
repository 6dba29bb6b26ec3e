/** Sending to Kafka, with the acknowledgement of all brokers. */
package dmp.ingestion.publish;
