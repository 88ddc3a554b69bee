"""The index of the search: what is findable of each report, kept in the transaction that stores it.

What is indexed is a text under a title and an issuer, once, however many versions and addresses have it. The index holds
no text: it is made from what the archive holds and can be made again.
"""

from sqlite_utils import Database

from storage.words import characters_of, grades, words_of


def make_index(database: Database) -> None:
    """Make the tables of the index and index every version that there is, one text at a time."""
    database.execute(
        """
        create table searchable (
            id integer primary key, text_hash text not null, title text not null, issuer text not null, unique (text_hash, title, issuer)
        )
        """
    )
    # without content, because the texts are in contents, which is what deleting from it needs to be told;
    # ascii leaves every character beyond ASCII in its word: the cutting into words is ours
    database.execute("create virtual table search_words using fts5 (title, issuer, text, characters, content = '', tokenize = 'ascii')")
    database.execute(
        "create virtual table search_weights using fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii')"
    )
    # all that a search asks of a version before it is among the best, so that only those are read
    database.execute(
        """
        create index idx_versions_searched
        on versions (text_hash, title, issuer, identity, number, report_year, kind, seen_at)
        """
    )
    database.execute(
        "insert into searchable (text_hash, title, issuer) select distinct text_hash, title, coalesce(issuer, '') from versions"
    )
    sql = "select s.id, s.title, s.issuer, c.text from searchable s cross join contents c using (text_hash)"
    for key, title, issuer, text in database.execute(sql):
        _write(database, key, title, issuer, text)


def keep_searchable(database: Database, identity: str) -> None:
    """Index what the versions of an address say and the index has not yet."""
    sql = """
        insert or ignore into searchable (text_hash, title, issuer)
        select text_hash, title, coalesce(issuer, '') from versions where identity = ? returning id, text_hash, title, issuer
    """
    for key, text_hash, title, issuer in database.execute(sql, [identity]).fetchall():
        ((text,),) = database.execute("select text from contents where text_hash = ?", [text_hash])
        _write(database, key, title, issuer, text)


def index_run(database: Database, run: str) -> None:
    """Index what a run has written and its end did not come to index."""
    identities = database.execute("select distinct identity from versions where run = ?", [run]).fetchall()
    for (identity,) in identities:
        keep_searchable(database, identity)


def drop_unused(database: Database) -> int:
    """Take out of the index what no version says any more, and return how much that was; the texts must still be there."""
    sql = """
        select s.id, s.title, s.issuer, c.text from searchable s join contents c using (text_hash) where not exists (
            select 1 from versions v where v.text_hash = s.text_hash and v.title = s.title and coalesce(v.issuer, '') = s.issuer
        )
    """
    unused = list(database.execute(sql))
    for key, title, issuer, text in unused:
        _write(database, key, title, issuer, text, command="delete")
        database.execute("delete from searchable where id = ?", [key])
    return len(unused)


def merge_index(database: Database) -> None:
    """Write the index anew as one piece: until then what was taken out of it is only marked as gone."""
    for table in ("search_words", "search_weights"):
        database.execute(f"insert into {table} ({table}) values ('optimize')")  # noqa: S608  # our own names


def _write(database: Database, key: int, title: str, issuer: str, text: str, command: str | None = None) -> None:
    """Put the words of one text into the index or, by FTS5's command of that name, take the same out."""
    words = [" ".join(words_of(each)) for each in (title, issuer, text)]
    characters = " ".join(dict.fromkeys([letter for each in (title, issuer, text) for letter in characters_of(each)]))
    graded = " ".join([f"{word}{grade}" for word, grade in grades(title, issuer, text).items()])
    # an order to the table is a value in the column of its name
    sql = "insert into search_words (search_words, rowid, title, issuer, text, characters) values (?, ?, ?, ?, ?, ?)"
    database.execute(sql, [command, key, *words, characters])
    database.execute("insert into search_weights (search_weights, rowid, words) values (?, ?, ?)", [command, key, graded])
