package dmp.segment.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.segment.api.CurrentTenant;
import dmp.segment.api.Page;
import dmp.segment.api.Refusal;
import dmp.segment.definition.Rulebooks;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.Taxonomy;
import dmp.segment.reach.Sizes;
import dmp.segment.rule.Dependencies;

@Path("/v1/impact")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reach")
class ImpactResource {

    private final Rulebooks rulebooks;
    private final Sizes sizes;
    private final CurrentTenant tenant;

    ImpactResource(Rulebooks rulebooks, Sizes sizes, CurrentTenant tenant) {
        this.rulebooks = rulebooks;
        this.sizes = sizes;
        this.tenant = tenant;
    }

    /** @param size how many identifiers are in the segment now */
    record Affected(String segment, boolean namesIt, List<String> through, long size) {}

    /**
     * @param segments how many there are in all
     * @param next to be sent as {@code after} for the next page; null when this is the last
     */
    record Answer(int segments, List<Affected> items, String next) {}

    @GET
    @PermissionsAllowed("segments:read")
    @Operation(
            summary = "What a change would affect",
            description =
                    "The segments that decide by a trait, an attribute or a segment, themselves or through others,"
                            + " with their sizes. To be asked before one of these is changed or archived.")
    public Uni<Answer> impact(
            @Parameter(description = "id of a trait", example = "pricing-visitor") @QueryParam("trait") String trait,
            @Parameter(description = "key of an attribute") @QueryParam("attribute") String attribute,
            @Parameter(description = "id of a segment") @QueryParam("segment") String segment,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("after") @DefaultValue("") String after) {
        BiPredicate<Dependencies, Taxonomy> naming = naming(trait, attribute, segment);
        int most = Page.limit(limit);
        String id = tenant.id();
        return rulebooks
                .atLeast(id, 0)
                // Of ten thousand rules that takes longer than an event loop may be kept.
                .emitOn(Infrastructure.getDefaultExecutor())
                .map(rulebook -> {
                    RuleTree tree = rulebook.index().tree();
                    return Impact.of(tree, words -> naming.test(words, tree.taxonomy()));
                })
                .chain(all -> {
                    Page<Impact> page = Page.of(
                            all.stream()
                                    .filter(impact -> impact.segment().compareTo(after) > 0)
                                    .limit(most + 1L)
                                    .toList(),
                            most,
                            Impact::segment);
                    return sized(id, page.items()).map(items -> new Answer(all.size(), items, page.next()));
                });
    }

    private Uni<List<Affected>> sized(String id, List<Impact> impacts) {
        return sizes.of(id, impacts.stream().map(Impact::segment).toList()).map(found -> {
            List<Affected> items = new ArrayList<>();
            for (int i = 0; i < impacts.size(); i++) {
                Impact impact = impacts.get(i);
                items.add(new Affected(impact.segment(), impact.namesIt(), impact.through(), found.get(i)));
            }
            return items;
        });
    }

    private static BiPredicate<Dependencies, Taxonomy> naming(String trait, String attribute, String segment) {
        List<BiPredicate<Dependencies, Taxonomy>> asked = new ArrayList<>();
        if (trait != null) {
            asked.add((words, taxonomy) -> words.traits().contains(trait)
                    || words.folders().stream()
                            .anyMatch(folder -> taxonomy.traits(folder).contains(trait)));
        }
        if (attribute != null) {
            asked.add((words, _) -> words.attributes().contains(attribute));
        }
        if (segment != null) {
            asked.add((words, _) -> words.segments().contains(segment));
        }
        if (asked.size() != 1) {
            throw Refusal.invalid(
                    List.of(new Refusal.Error("", "one-of", "Name one: a trait, an attribute or a segment.")));
        }
        return asked.getFirst();
    }
}
