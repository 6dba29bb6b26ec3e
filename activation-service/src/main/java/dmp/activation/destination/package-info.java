/** Destinations: accounts at ad networks, and how deliveries to them fare. */
package dmp.activation.destination;
