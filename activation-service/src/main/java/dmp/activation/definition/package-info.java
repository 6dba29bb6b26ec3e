/** How definitions are kept: a document, a version that grows with every change, and an archive instead of a bin. */
package dmp.activation.definition;
