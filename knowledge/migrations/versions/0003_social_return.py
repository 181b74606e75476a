"""Social return rules and procurement amounts, with the triggers that move the revision.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CONTENT = ("sroi_rule_set", "european_threshold", "procurement_table")
"""Tables whose change moves the revision, whichever tool makes the change."""


def _fact(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("verification", sa.String(length=32), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=f"fk_{table}_source_id"),
    ]


def _days(nullable: bool = True) -> list[sa.Column]:
    return [sa.Column(name, sa.Date(), nullable=nullable) for name in ("valid_from", "valid_until")]


def _lines(length: int, *names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(length=length), nullable=True) for name in names]


def _json(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.JSON(), nullable=nullable) for name in names]


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "sroi_rule_set",
        *_fact("sroi_rule_set"),
        sa.Column("name", sa.String(length=300), nullable=False),
        *_days(),
        *_lines(300, "as_of"),
        sa.Column("is_fictitious", sa.Boolean(), nullable=False),
        *_lines(40, "minimum_months", "full_time_hours", "maximum_months", "earlier_start_months"),
        sa.Column("has_no_maximum", sa.Boolean(), nullable=False),
        sa.Column("wage_subsidy_lifts_maximum", sa.Boolean(), nullable=True),
        *_lines(80, "blocks_of", "coordinator_topic"),
        *_json(
            "municipalities", "percentages", "bases", "blocks", "bonuses", "purchases",
            "also_counts", "recognition", "sources",
        ),
        *_json("threshold", "knowledge", nullable=True),
        sa.Column("sanction", sa.Text(), nullable=True),
        sa.UniqueConstraint("key", "valid_from", name="uq_sroi_rule_set_key_valid_from"),
    )  # fmt: skip
    op.create_table(
        "european_threshold",
        *_fact("european_threshold"),
        *_json("kinds", "sources"),
        *_lines(32, "buyer"),
        sa.Column("amount", sa.String(length=40), nullable=False),
        *_days(nullable=False),
        sa.UniqueConstraint("key", name="uq_european_threshold_key"),
    )
    op.create_table(
        "procurement_table",
        *_fact("procurement_table"),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        *_days(),
        sa.Column("is_fictitious", sa.Boolean(), nullable=False),
        *_json("rows"),
        *_lines(80, "coordinator_topic"),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name="fk_procurement_table_municipality_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("key", name="uq_procurement_table_key"),
    )
    op.create_index(
        "ix_procurement_table_municipality_id", "procurement_table", ["municipality_id"]
    )
    for table in CONTENT:
        op.create_index(f"ix_{table}_source_id", table, ["source_id"])
    _create_revision_triggers()
    # The starting content may have been brought in before there was room for its rules.
    op.execute("DELETE FROM seed_record WHERE kind = 'folder'")


def _create_revision_triggers() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in CONTENT:
        if is_postgresql:
            op.execute(
                f"CREATE TRIGGER revision_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION move_revision()"
            )
            continue
        for change in ("INSERT", "UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER revision_{table}_{change.lower()} AFTER {change} ON {table} "
                "BEGIN UPDATE revision SET counter = counter + 1; END"
            )


def downgrade() -> None:
    """Not offered."""
    raise NotImplementedError("go back by restoring the backup made before the upgrade")
