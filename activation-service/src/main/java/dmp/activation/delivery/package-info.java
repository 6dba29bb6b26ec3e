/** Keeps each network in step: compares what it should hold with what it has acknowledged, and sends the difference. */
package dmp.activation.delivery;
