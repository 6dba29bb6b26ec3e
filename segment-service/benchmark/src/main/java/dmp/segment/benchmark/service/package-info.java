/** The service as it runs, with real PostgreSQL, Redis, Kafka and Keycloak, at sizes that no test has. See README.md. */
package dmp.segment.benchmark.service;
