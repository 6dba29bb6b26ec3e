/**
 * All rules of a tenant as one index: for a profile and a second, exactly the rules that hold, and the first second at
 * which that set changes by itself. Pure, immutable, no allocation in an evaluation.
 *
 * <p><b>Cells.</b> All that rules can tell apart about a profile is written down as one small number for each
 * {@linkplain dmp.segment.matching.Dimensions dimension}: which of the values that rules name an attribute has, between
 * which two bounds a number lies, how many of a trait's windows its last occurrence is in. Cell 0 is always "nothing
 * known". Every condition is then a set of cells of one dimension.
 *
 * <p><b>Columns.</b> A rule is one column of bits, or a few when it is a disjunction of conjunctions. Three filters, each
 * cheaper than the next and none of them ever wrong about a rule that holds:
 * <ol>
 *   <li>the anchor: the column's most selective condition that needs something to be known; a column comes into question
 *       only when the profile has it, so cost follows what the profile has, not how many rules there are;
 *   <li>rows: for a dimension that many columns ask about, and each of its cells, one bit a column: may it still hold?
 *       64 columns are cut down with one instruction;
 *   <li>the program: what anchor and rows have not decided, as short-circuit jumps over cells, the likeliest to fail first.
 * </ol>
 *
 * <p><b>Time.</b> Only dimensions of traits change by themselves, each at seconds that are known. The next change is found by
 * leaping from one such second to the next and asking only the columns that can tell the two cells apart. The same postings
 * serve the evaluation after an event: {@link dmp.segment.matching.Matcher#update}.
 */
package dmp.segment.matching;
