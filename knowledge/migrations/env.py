"""Alembic's entry: migrates over the connection that `Store.migrate` hands it."""

from alembic import context

from knowledge.models import Base
from knowledge.store import Store


def run(connection: object) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:  # the alembic command line, for the developer who writes a migration
    with Store().engine.begin() as own:
        run(own)
