package dmp.segment.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.MatchingQueries;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Constraint;
import dmp.segment.rule.Frequency;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;

/**
 * The same rules as queries of <a href="https://lucene.apache.org/core/10_3_0/monitor/index.html">Lucene Monitor</a>, which finds the
 * queries that a document matches by an index over the queries' terms. It is told as much beforehand as it can use: texts and members
 * of sets are whole terms, a number, the age of a recency in seconds and a frequency's count are points, a document is built already.
 */
final class LuceneMonitor implements AutoCloseable {

    private static final int COMMITTED_AT_ONCE = 1_000;

    private final Monitor monitor;

    LuceneMonitor(List<SegmentRule> segments) {
        // Those that match everything else: a rule need not have a clause of its own.
        IndexSearcher.setMaxClauseCount(Integer.MAX_VALUE);
        try {
            monitor = new Monitor(new KeywordAnalyzer(), new TermFilteredPresearcher(), new MonitorConfiguration());
            List<MonitorQuery> queries = new ArrayList<>();
            for (int i = 0; i < segments.size(); i++) {
                queries.add(new MonitorQuery(
                        Integer.toString(i), query(segments.get(i).rule())));
                if (queries.size() == COMMITTED_AT_ONCE || i == segments.size() - 1) {
                    monitor.register(queries);
                    queries.clear();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Document document(Profiles.Plain profile) {
        Document document = new Document();
        profile.keyToValue().forEach((key, value) -> {
            if (Character.isDigit(value.charAt(0))) {
                document.add(new LongPoint(key, Long.parseLong(value)));
            } else {
                document.add(new StringField(key, value, Field.Store.NO));
            }
        });
        profile.traitToOccurrences().forEach((trait, at) -> {
            if (Attributes.isMember(trait)) {
                document.add(new StringField(set(trait), trait, Field.Store.NO));
            } else {
                document.add(new LongPoint(
                        trait, Attributes.isFrequency(trait) ? at.length : Attributes.NOW - at[at.length - 1]));
            }
        });
        return document;
    }

    /** The numbers of the rules that hold. */
    BitSet match(Document document) {
        try {
            MatchingQueries<QueryMatch> matching = monitor.match(document, QueryMatch.SIMPLE_MATCHER);
            BitSet rules = new BitSet();
            matching.getMatches().forEach(match -> rules.set(Integer.parseInt(match.getQueryId())));
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            monitor.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Query query(Rule rule) {
        return switch (rule) {
            case Rule.All(List<Rule> parts) -> all(parts);
            case Rule.Any(List<Rule> parts) -> {
                BooleanQuery.Builder any = new BooleanQuery.Builder();
                parts.forEach(part -> any.add(query(part), BooleanClause.Occur.SHOULD));
                yield any.build();
            }
            case Rule.Not not -> all(List.of(not));
            case Rule.Trait trait
            when Attributes.isMember(trait.id()) -> new TermQuery(new Term(set(trait.id()), trait.id()));
            case Rule.Trait(String id, Frequency frequency, Recency.Ever()) ->
                LongPoint.newRangeQuery(id, frequency.min(), Long.MAX_VALUE);
            case Rule.Trait(String id, Frequency _, Recency.Within(var window)) ->
                LongPoint.newRangeQuery(id, 0, window.seconds() - 1);
            case Rule.Attribute(String key, Constraint.Equals(String value)) -> new TermQuery(new Term(key, value));
            case Rule.Attribute(String key, Constraint.In(List<String> values)) ->
                new TermInSetQuery(key, values.stream().map(BytesRef::new).toList());
            case Rule.Attribute(String key, Constraint.Compare(var comparison, var number)) ->
                comparison == Constraint.Comparison.AT_LEAST
                        ? LongPoint.newRangeQuery(key, number.longValueExact(), Long.MAX_VALUE)
                        : LongPoint.newRangeQuery(key, Long.MIN_VALUE, number.longValueExact());
            case Rule.Trait _, Rule.Attribute _, Rule.Segment _, Rule.Sourced _ ->
                throw new IllegalArgumentException("not in DMP-BE-1: " + rule);
            case Rule.Endpoint _, Rule.Sum _, Rule.Sequence _, Rule.Sample _, Rule.Score _ ->
                throw new IllegalArgumentException("not in DMP-BE-1: " + rule);
        };
    }

    /** A query of nothing but prohibitions would match nothing. */
    private static Query all(List<Rule> parts) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        boolean anyRequired = false;
        for (Rule part : parts) {
            boolean prohibited = part instanceof Rule.Not;
            anyRequired |= !prohibited;
            all.add(
                    query(part instanceof Rule.Not(Rule inner) ? inner : part),
                    prohibited ? BooleanClause.Occur.MUST_NOT : BooleanClause.Occur.FILTER);
        }
        if (!anyRequired) {
            all.add(new MatchAllDocsQuery(), BooleanClause.Occur.FILTER);
        }
        return all.build();
    }

    private static String set(String member) {
        return member.substring(0, member.indexOf('-'));
    }
}
