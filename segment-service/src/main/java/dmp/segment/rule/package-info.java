/**
 * What a segment's rule can say, and its three faces: the tree ({@link dmp.segment.rule.Rule}), the text that people write
 * ({@link dmp.segment.rule.RuleText}) and JSON ({@link dmp.segment.rule.RuleJson}). Each converts into the others without
 * loss. Pure: no clock, no storage. There is no scripting, and size and depth are bounded ({@link dmp.segment.rule.Bounds}).
 */
package dmp.segment.rule;
