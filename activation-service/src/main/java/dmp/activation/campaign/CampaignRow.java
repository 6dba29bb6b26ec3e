package dmp.activation.campaign;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import dmp.activation.definition.DefinitionRow;

@Entity
@Table(name = "campaign")
class CampaignRow extends DefinitionRow {}
