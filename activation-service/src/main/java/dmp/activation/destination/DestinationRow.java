package dmp.activation.destination;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import dmp.activation.definition.DefinitionRow;

@Entity
@Table(name = "destination")
class DestinationRow extends DefinitionRow {}
