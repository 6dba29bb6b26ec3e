package dmp.segment.definition;

import java.io.Serializable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

import dmp.segment.contract.TraitOrdered;
import dmp.segment.rule.EventRule;
import dmp.segment.rule.RuleJson;
import dmp.segment.rule.RuleText;

/** A trait that a rule needs, and that profile-service is asked to define. */
@Entity
@IdClass(TraitOrder.Key.class)
class TraitOrder {

    record Key(String tenant, String id) implements Serializable {}

    private static final String FOLDER = "/Rules";

    private static final int LONGEST_NAME = 200;

    @Id
    String tenant;

    @Id
    String id;

    String name;

    /** JSON, in the words of profile-service. */
    String rule;

    boolean published;

    protected TraitOrder() {}

    TraitOrder(String tenant, String id, EventRule event) {
        this.tenant = tenant;
        this.id = id;
        String text = RuleText.print(event);
        name = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME - 1) + "…" : text;
        rule = RuleJson.traitRule(event).toString();
    }

    TraitOrdered told() {
        return new TraitOrdered(tenant, id, name, FOLDER, rule);
    }
}
