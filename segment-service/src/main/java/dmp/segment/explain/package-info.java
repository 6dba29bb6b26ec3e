/** Which segments one identifier is in, and why or why not. */
package dmp.segment.explain;
