/**
 * How messages come in and go out: whole batches, undecodable ones set aside, outages waited for, nothing lost. Hides Kafka
 * from those who decide.
 */
package dmp.profile.stream;
