"""The knowledge store: its tables, and the triggers that move the revision counter.

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


CONTENT = (
    "source",
    "organisation",
    "municipality",
    "municipality_alias",
    "organisation_unit",
    "contact_point",
    "topic",
    "topic_phrase",
    "topic_confusion",
    "ownership",
)
"""Tables whose change moves the revision, whichever tool makes the change."""


def _create_revision_triggers() -> None:
    op.execute("INSERT INTO revision (id, counter) VALUES (1, 0)")
    if op.get_bind().dialect.name == "postgresql":
        _create_postgresql_triggers()
    else:
        _create_sqlite_triggers()


def _create_sqlite_triggers() -> None:
    for table in CONTENT:
        for change in ("INSERT", "UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER revision_{table}_{change.lower()} AFTER {change} ON {table} "
                "BEGIN UPDATE revision SET counter = counter + 1; END"
            )


def _create_postgresql_triggers() -> None:
    op.execute(
        "CREATE FUNCTION move_revision() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN UPDATE revision SET counter = counter + 1; RETURN NULL; END $$"
    )
    for table in CONTENT:
        op.execute(
            f"CREATE TRIGGER revision_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION move_revision()"
        )


def upgrade() -> None:
    op.create_table('ledger',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('topic_key', sa.String(length=80), nullable=True),
    sa.Column('municipality_key', sa.String(length=80), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger'))
    )
    with op.batch_alter_table('ledger', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_recorded_at'), ['recorded_at'], unique=False)

    op.create_table('revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('counter', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision'))
    )
    op.create_table('seed_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seed_record')),
    sa.UniqueConstraint('kind', 'key', name=op.f('uq_seed_record_kind_key'))
    )
    op.create_table('source',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('consulted', sa.String(length=80), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source')),
    sa.UniqueConstraint('key', name=op.f('uq_source_key'))
    )
    op.create_table('municipality',
    sa.Column('verification', sa.Enum('verified', 'unverified', 'editorial', name='verification', native_enum=False, length=32), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('website', sa.String(length=400), nullable=True),
    sa.Column('address', sa.String(length=400), nullable=True),
    sa.Column('opening_hours', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('is_served', sa.Boolean(), nullable=False),
    sa.Column('counter_name', sa.String(length=200), nullable=True),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_municipality_source_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_municipality')),
    sa.UniqueConstraint('key', name=op.f('uq_municipality_key'))
    )
    with op.batch_alter_table('municipality', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_municipality_source_id'), ['source_id'], unique=False)

    op.create_table('organisation',
    sa.Column('verification', sa.Enum('verified', 'unverified', 'editorial', name='verification', native_enum=False, length=32), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('website', sa.String(length=400), nullable=True),
    sa.Column('address', sa.String(length=400), nullable=True),
    sa.Column('opening_hours', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('advice', sa.Text(), nullable=True),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_organisation_source_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('key', name=op.f('uq_organisation_key'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_source_id'), ['source_id'], unique=False)

    op.create_table('municipality_alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_municipality_alias_municipality_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_municipality_alias'))
    )
    with op.batch_alter_table('municipality_alias', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_municipality_alias_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('organisation_unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_organisation_unit_municipality_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_unit')),
    sa.UniqueConstraint('municipality_id', 'key', name=op.f('uq_organisation_unit_municipality_id_key'))
    )
    op.create_table('topic',
    sa.Column('verification', sa.Enum('verified', 'unverified', 'editorial', name='verification', native_enum=False, length=32), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('cluster', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('municipal', 'mixed', 'regional', 'external', name='topickind', native_enum=False, length=32), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('advice', sa.Text(), nullable=True),
    sa.Column('ask_back', sa.Text(), nullable=True),
    sa.Column('usual_unit', sa.String(length=200), nullable=True),
    sa.Column('usual_function', sa.String(length=200), nullable=True),
    sa.Column('usual_mandate', sa.Text(), nullable=True),
    sa.Column('other_organisation', sa.String(length=300), nullable=True),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['responsible_id'], ['organisation.id'], name=op.f('fk_topic_responsible_id')),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_topic_source_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic')),
    sa.UniqueConstraint('key', name=op.f('uq_topic_key'))
    )
    with op.batch_alter_table('topic', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_topic_source_id'), ['source_id'], unique=False)

    op.create_table('contact_point',
    sa.Column('verification', sa.Enum('verified', 'unverified', 'editorial', name='verification', native_enum=False, length=32), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('website', sa.String(length=400), nullable=True),
    sa.Column('address', sa.String(length=400), nullable=True),
    sa.Column('opening_hours', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('function', sa.String(length=200), nullable=False),
    sa.Column('person', sa.String(length=200), nullable=True),
    sa.Column('audience', sa.Enum('public', 'internal', name='audience', native_enum=False, length=32), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_contact_point_municipality_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_contact_point_source_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['organisation_unit.id'], name=op.f('fk_contact_point_unit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_point')),
    sa.UniqueConstraint('municipality_id', 'key', name=op.f('uq_contact_point_municipality_id_key'))
    )
    with op.batch_alter_table('contact_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_point_source_id'), ['source_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_point_unit_id'), ['unit_id'], unique=False)

    op.create_table('topic_confusion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('other_key', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_confusion_topic_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_confusion')),
    sa.UniqueConstraint('topic_id', 'other_key', name=op.f('uq_topic_confusion_topic_id_other_key'))
    )
    op.create_table('topic_phrase',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('synonym', 'colloquial', 'situational', 'question', name='phrasekind', native_enum=False, length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_phrase_topic_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_phrase'))
    )
    with op.batch_alter_table('topic_phrase', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_topic_phrase_topic_id'), ['topic_id'], unique=False)

    op.create_table('ownership',
    sa.Column('verification', sa.Enum('verified', 'unverified', 'editorial', name='verification', native_enum=False, length=32), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('contact_point_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('owner', 'deputy', 'decision_maker', 'escalation', 'co_thinker', name='ownershiprole', native_enum=False, length=32), nullable=False),
    sa.Column('mandate', sa.Text(), nullable=True),
    sa.Column('limits', sa.Text(), nullable=True),
    sa.Column('audience', sa.Enum('public', 'internal', name='audience', native_enum=False, length=32), nullable=False),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['contact_point_id'], ['contact_point.id'], name=op.f('fk_ownership_contact_point_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_ownership_municipality_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_ownership_source_id')),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_ownership_topic_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ownership')),
    sa.UniqueConstraint('topic_id', 'contact_point_id', 'role', name=op.f('uq_ownership_topic_id_contact_point_id_role'))
    )
    with op.batch_alter_table('ownership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ownership_contact_point_id'), ['contact_point_id'], unique=False)
        batch_op.create_index('ix_ownership_lookup', ['municipality_id', 'topic_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ownership_source_id'), ['source_id'], unique=False)
    _create_revision_triggers()


def downgrade() -> None:
    raise NotImplementedError("go back by restoring the backup made before the upgrade")
