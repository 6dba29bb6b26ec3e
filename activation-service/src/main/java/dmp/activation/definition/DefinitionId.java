package dmp.activation.definition;

import jakarta.persistence.Embeddable;

@Embeddable
public record DefinitionId(String tenant, String id) {}
