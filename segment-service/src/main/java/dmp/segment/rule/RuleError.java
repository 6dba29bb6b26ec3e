package dmp.segment.rule;

/**
 * One thing that is wrong with a rule, and where.
 *
 * @param pointer JSON pointer into the rule's JSON form; empty for the text
 * @param line of the text, from 1; null for the JSON form
 * @param column of the text, from 1; null for the JSON form
 * @param code for programs
 * @param message what is wrong and what to do
 * @param suggestion what was probably meant, to be put in place of the wrong word; null when there is no good guess
 */
public record RuleError(String pointer, Integer line, Integer column, String code, String message, String suggestion) {}
