"""Tables of the knowledge store (SQLAlchemy 1.4 in 2.0 style; SQLite and PostgreSQL)."""

from knowledge.models.amounts import ProcedureTableRow, RuleSetRow, ThresholdRow
from knowledge.models.base import Base, Exact, Reachable, SourceRow, Verified
from knowledge.models.organisations import (
    ContactPointRow,
    MunicipalityAliasRow,
    MunicipalityRow,
    OrganisationRow,
    OwnershipRow,
    UnitRow,
)
from knowledge.models.pages import ArticleRow, ExampleRow, Page, ProcedureRow, StepRow
from knowledge.models.topics import ConfusionRow, PhraseRow, TopicRow
from knowledge.models.upkeep import LedgerRow, PausedWalkRow, RevisionRow, SeedRecordRow

__all__ = [
    "ArticleRow",
    "Base",
    "ConfusionRow",
    "ContactPointRow",
    "Exact",
    "ExampleRow",
    "LedgerRow",
    "MunicipalityAliasRow",
    "MunicipalityRow",
    "OrganisationRow",
    "OwnershipRow",
    "Page",
    "PausedWalkRow",
    "PhraseRow",
    "ProcedureRow",
    "ProcedureTableRow",
    "Reachable",
    "RevisionRow",
    "RuleSetRow",
    "SeedRecordRow",
    "SourceRow",
    "StepRow",
    "ThresholdRow",
    "TopicRow",
    "UnitRow",
    "Verified",
]
