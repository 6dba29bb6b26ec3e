/** The way of an event from its sender to Kafka: by JSON, by pixel, by the site tag, or from a row of a file. */
package dmp.ingestion.collect;
