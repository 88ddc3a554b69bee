"""The tables of the archive, as migrations; every column is described in `datasette.yml`.

Keys are hashes and addresses, never a counter that another table refers to, so that archives of several
machines can be merged. A migration is never edited once released: a change is a new one.
"""

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.errors import ArchiveError
from storage import first_tables, later_tables, views

_migrations = Migrations("govreports")
for _migration in (  # in the order in which archives have met them; a new one goes to the end
    first_tables.tables,
    views.views,
    later_tables.moves,
    later_tables.incidents,
    views.near_duplicates,
    later_tables.held,
    later_tables.parts,
    later_tables.ledger,
    later_tables.recrawl,
    later_tables.search,
    later_tables.forgotten,
    later_tables.coverage,
    later_tables.earlier,
    later_tables.search_merges,
    later_tables.covered_addresses,
):
    _migrations()(_migration)


def is_current(database: Database, path: Path) -> bool:
    """Say whether the archive has today's tables; raise `ArchiveError` for another program's file or a newer archive."""
    applied = {migration.name for migration in _migrations.applied(database)}
    others = sorted(set(database.table_names()) - {Migrations.migrations_table})
    if others and not applied:
        raise ArchiveError(f"{path}: found another program's SQLite file with the tables {others[:5]}, expected an archive of govreports")
    with Database(memory=True, execute_plugins=False) as empty:
        newer = sorted(applied - {migration.name for migration in _migrations.pending(empty)})
    if newer:
        raise ArchiveError(f"{path}: found an archive of a newer govreports with {newer}, expected one that this version knows")
    return not _migrations.pending(database)


def upgrade(database: Database) -> None:
    """Bring the tables up to date, in the IMMEDIATE transaction that the caller has begun: two processes take turns."""
    _migrations.apply(database)
