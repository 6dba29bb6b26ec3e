/**
 * The platform on one machine, without containers: real PostgreSQL, Redis, Kafka and Keycloak from Maven Central, started
 * as child processes on the loopback interface. Component tests use it through {@link dmp.local.testing}.
 */
package dmp.local;
