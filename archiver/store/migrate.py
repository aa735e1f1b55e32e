# SPDX-License-Identifier: MIT
"""Bringing a store to the newest schema, with Alembic."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from archiver.errors import StoreError


def upgrade(connection: Connection) -> None:
    """Make the missing steps in the connection's transaction.

    StoreError when the store was written by a newer version.
    """
    config = Config()
    config.set_main_option("script_location", "archiver.store:migrations")
    _refuse_newer(connection, config)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_newer(connection: Connection, config: Config) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise StoreError(
            f"the store was written by a newer version (schema {current}); install that version"
        )
