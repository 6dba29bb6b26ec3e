/** Benchmarks of a running platform: what it does, how fast, on what machine, and which process is in the way. */
package dmp.bench;
