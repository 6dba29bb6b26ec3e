/** A running platform as its customers and the simulated networks' operators see it. */
package dmp.e2e.platform;
