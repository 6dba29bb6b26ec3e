/** Work that no request waits for: loops, and patience with infrastructure that is away for a while. */
package dmp.activation.background;
