/** Redis: the one place where keys are built, and commands sent together. */
package dmp.segment.storage;
