/** Workload DMP-BE-1, and how fast it is evaluated: by the index, and by what one could use instead. See README.md. */
package dmp.segment.benchmark;
