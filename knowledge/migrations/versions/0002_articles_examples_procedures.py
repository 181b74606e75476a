"""Articles, examples and procedures, with the triggers that move the revision; paused walks.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CONTENT = ("article", "example", "procedure", "procedure_step")
"""Tables whose change moves the revision, whichever tool makes the change."""


def _verified(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("verification", sa.String(length=32), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=f"fk_{table}_source_id"),
    ]


def _text(*names: str, nullable: bool = True) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _json(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.JSON(), nullable=False) for name in names]


def _keyed(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _page(table: str, *columns: sa.Column) -> None:
    op.create_table(
        table,
        *_keyed(table),
        *_verified(table),
        *_text("title", nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        *_json("phrasings"),
        *columns,
        sa.UniqueConstraint("key", name=f"uq_{table}_key"),
    )
    op.create_index(f"ix_{table}_source_id", table, ["source_id"])


def upgrade() -> None:
    """Add the tables."""
    _page("article", *_text("body", nullable=False), *_text("more"), *_json("topics"))
    _page(
        "example",
        *_text("theme", "place", "story", nullable=False),
        *_text("worked"),
        *_json("parties", "topics"),
    )
    _page(
        "procedure",
        *_text("intro", nullable=False),
        *_text("origin"),
        sa.Column("version", sa.String(length=300), nullable=False),
        *_json("topics"),
    )
    op.create_table(
        "procedure_step",
        *_keyed("procedure_step"),
        *_verified("procedure_step"),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_text("title", nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        *_text(
            "question", "purpose", "do", "prepare", "who_note", "pitfall", "tip", "done_when",
            "instruments", "basis", "dont", "decides", "more",
        ),
        *_json("only", "options", "who", "checklist", "phrases", "sources"),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["procedure.id"],
            name="fk_procedure_step_procedure_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("procedure_id", "key", name="uq_procedure_step_procedure_id_key"),
    )  # fmt: skip
    op.create_index("ix_procedure_step_source_id", "procedure_step", ["source_id"])
    op.create_table(
        "paused_walk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        *_json("walk"),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_paused_walk"),
        sa.UniqueConstraint("code", name="uq_paused_walk_code"),
    )
    _create_revision_triggers()


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
