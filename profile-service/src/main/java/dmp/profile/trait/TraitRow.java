package dmp.profile.trait;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import dmp.profile.definition.DefinitionRow;

/** A trait in the database. */
@Entity
@Table(name = "trait")
@IdClass(DefinitionRow.Key.class)
class TraitRow extends DefinitionRow {

    /** The number of the transaction that wrote it. */
    @Column(name = "changed_in", insertable = false, updatable = false)
    long changedIn;

    TraitRow() {}

    TraitRow(String tenant, Trait trait) {
        super(tenant, trait.id());
        change(trait);
    }

    /** From now on the trait is this. */
    final void change(Trait trait) {
        define(TraitJson.write(trait), trait.archived());
    }

    Trait trait() {
        Trait trait = TraitJson.read(json(), id());
        return isArchived() ? trait.asArchived() : trait;
    }
}
