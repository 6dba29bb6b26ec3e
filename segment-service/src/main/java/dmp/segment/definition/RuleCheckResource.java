package dmp.segment.definition;

import java.util.ArrayList;
import java.util.List;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.segment.api.CurrentTenant;
import dmp.segment.api.Refusal;
import dmp.segment.rule.Dependencies;
import dmp.segment.rule.Rule;
import dmp.segment.rule.RuleJson;
import dmp.segment.rule.RuleText;

@Path("/v1/rules/check")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Rules", description = "Rules before they are saved")
class RuleCheckResource {

    private final Segments segments;
    private final CurrentTenant tenant;

    RuleCheckResource(Segments segments, CurrentTenant tenant) {
        this.segments = segments;
        this.tenant = tenant;
    }

    /**
     * @param ruleText the rule's canonical text; null when it is not valid
     * @param dependsOn what the rule names; null when it is not valid
     * @param errors empty when it is valid
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Checked(boolean valid, String ruleText, JsonNode rule, Dependencies dependsOn, List<Refusal.Error> errors) {}

    @POST
    @PermissionsAllowed("segments:read")
    @Operation(
            summary = "Check a rule",
            description =
                    "Validates it, formats it, says what it depends on. A rule with errors is answered with 200 too.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = RuleBody.class),
                            examples = {
                                @ExampleObject(
                                        name = "with an error",
                                        value = "{\"rule\": \"trait gold at leest 2 times in 30 days\"}"),
                                @ExampleObject(
                                        name = "sequence and hold-out",
                                        value =
                                                "{\"rule\": \"trait cart then not trait purchase within 1 day and not sample 10% of \\\"spring\\\"\"}")
                            }))
    public Uni<Checked> check(JsonNode body) {
        if (body == null || !body.isObject()) {
            throw Refusal.invalid(List.of(new Refusal.Error("", "type", "Send a JSON object.")));
        }
        List<Refusal.Error> errors = new ArrayList<>();
        SegmentDraft.refuseUnknown(body, "", List.of("rule", "segment"), errors);
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
        WrittenRule written = new WrittenRule(body.get("rule"));
        String self = body.path("segment").asText(null);
        return segments.words(tenant.id(), written, self).map(words -> {
            try {
                Rule rule = written.read(words);
                return new Checked(true, RuleText.print(rule), RuleJson.write(rule), Dependencies.of(rule), List.of());
            } catch (WrittenRule.Refused refused) {
                return new Checked(false, null, null, null, refused.errors());
            }
        });
    }

    /** The body of a request, for the API's description. */
    record RuleBody(
            @Schema(required = true, description = "the rule as text, or as a JSON tree")
            Object rule,

            @Schema(description = "the segment whose rule it is to be; refused when that makes a circle")
            String segment) {}
}
