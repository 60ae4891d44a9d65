"""What was judged and printed before: reports of scripts, verdicts on statements, hashes of documents, in one SQLite file.

Rows are reports, never facts. Each carries a hash of its own content: a row that does not fit it counts as missing. A file that
cannot be read or written is noticed in one line, and the run goes on without it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from derive.sources import SourceFacts

DEFAULT_FOLDER = ".derive_cache"
FILE = "cache.sqlite"
LAYOUT = 2
BUSY_SECONDS = 10.0
MAX_ROWS = 50_000
TABLES = ("scripts", "tallies", "statements", "sources", "documents")
"""By hash: a script's report, its counts of verdicts, a statement's verdict, what a text says of itself, what was printed."""


class Cache:
    """The cache of one folder. warn: told, once, in one line, that the cache cannot be used."""

    def __init__(self, folder: Path, warn: Callable[[str], None] = lambda line: None) -> None:
        self.folder, self.warn = folder, warn
        self.damaged = 0
        self.grew = False
        self._open: sqlite3.Connection | None = None
        self._off = False

    # -------------------------------------------------------------------------------------------------------- the file

    def _connection(self) -> sqlite3.Connection | None:
        if self._open is None and not self._off:
            try:
                self._open = self._opened()
            except (sqlite3.Error, OSError, ValueError) as e:
                self._failed(e)
        return self._open

    def _opened(self) -> sqlite3.Connection:
        self._make_folder()
        file = self.folder / FILE
        if not file.exists():
            self._make_file(file)
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            (layout,) = connection.execute("PRAGMA user_version").fetchone()
        except (sqlite3.Error, ValueError):
            connection.close()
            raise
        if layout == LAYOUT:
            return connection
        connection.close()
        if not self._put_away():
            raise OSError("it was made by another version and cannot be removed")
        self.warn(f"the cache {file} was made by another version and is begun anew")
        return self._opened()

    def _make_file(self, file: Path) -> None:
        """The file appears with its tables in it, however many processes begin it at once."""
        handle, beside = tempfile.mkstemp(prefix=".new.", dir=self.folder)
        os.close(handle)
        try:
            connection = sqlite3.connect(beside, isolation_level=None)
            with closing(connection):
                _lay_out(connection)
            with suppress(FileExistsError):
                os.link(beside, file)
        finally:
            os.unlink(beside)

    def _make_folder(self) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n")
            (self.folder / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n")

    def _failed(self, error: Exception) -> None:
        """A damaged file is put away and a new one begun; any other trouble turns the cache off for this run."""
        self.grew = False
        self.close()
        damaged = isinstance(error, ValueError | sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        )
        if damaged and self.damaged < 2 and self._put_away():
            self.damaged += 1
            self.warn(f"the cache {self.folder / FILE} was damaged and is begun anew")
            return
        self._off = True
        self.warn(f"the cache {self.folder / FILE} cannot be used ({error}): everything is judged anew")

    def _put_away(self) -> bool:
        try:
            for suffix in ("", "-wal", "-shm", "-journal"):
                with suppress(FileNotFoundError):
                    os.unlink(self.folder / f"{FILE}{suffix}")
        except OSError:
            return False
        return True

    def close(self) -> None:
        if self._open is not None and self.grew:
            self.grew = False
            self._trim()
        if self._open is not None:
            with suppress(sqlite3.Error):
                self._open.close()
            self._open = None

    # ------------------------------------------------------------------------------------------------------------ rows

    def get(self, table: str, key: str) -> Any:
        """What was stored under a key, or None."""
        rows = self._run(f"SELECT row, digest FROM {table} WHERE key = ?", (key,))
        if not rows:
            return None
        row, digest = rows[0]
        if not isinstance(row, str) or _digest(key, row) != digest:
            self._delete(table, key)
            return None
        return json.loads(row)

    def put(self, table: str, key: str, value: Any) -> None:
        self.grew = True
        row = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        self._run(
            f"INSERT OR REPLACE INTO {table} (key, row, digest) VALUES (?, ?, ?)",
            (key, row, _digest(key, row)),
        )

    def _delete(self, table: str, key: str) -> None:
        self.warn(f"a row of the cache {self.folder / FILE} was damaged and is left out")
        self._run(f"DELETE FROM {table} WHERE key = ?", (key,))

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        connection = self._connection()
        if connection is None:
            return []
        try:
            return connection.execute(sql, values).fetchall()
        except (sqlite3.Error, ValueError, OverflowError, MemoryError) as e:
            self._failed(e)
            return []

    # ------------------------------------------------------------------------------------------------- verdicts by name

    def last_verdicts(self, folder: str) -> dict[str, str]:
        """The verdicts of all steps when they were last checked from a folder."""
        found = self.get("verdicts", folder)
        return found if isinstance(found, dict) else {}

    def note_verdicts(self, folder: str, verdicts: dict[str, str]) -> None:
        self.put("verdicts", folder, verdicts)

    # ---------------------------------------------------------------------------------------------------------- texts

    def source_facts(self, key: str, make: Callable[[], SourceFacts]) -> SourceFacts:
        """What a text says of itself, which is read off it once."""
        known = self.get("sources", key)
        if known is not None:
            modules, outside, title, cites = known
            return SourceFacts(tuple(modules), outside, title, tuple((line, word) for line, word in cites))
        made = make()
        self.put("sources", key, [list(made.modules), made.outside, made.title, [list(c) for c in made.cites]])
        return made

    # ----------------------------------------------------------------------------------------------------- maintenance

    def info(self) -> dict[str, int]:
        """How many rows there are of each kind, and how many bytes the file has."""
        rows = {table: int((self._run(f"SELECT count(*) FROM {table}") or [(0,)])[0][0]) for table in TABLES}
        file = self.folder / FILE
        return {**rows, "bytes": file.stat().st_size if file.exists() else 0}

    def _trim(self) -> None:
        """Leave out the oldest rows where there are too many."""
        for table in TABLES:
            self._run(
                f"DELETE FROM {table} WHERE rowid <= (SELECT max(rowid) FROM {table}) - ?",
                (MAX_ROWS,),
            )

    def clear(self) -> bool:
        """Remove the file; whether that could be done."""
        self.close()
        return self._put_away()


def _lay_out(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    for table in (*TABLES, "verdicts"):
        connection.execute(f"CREATE TABLE {table} (key TEXT PRIMARY KEY, row TEXT, digest TEXT)")
    connection.execute(f"PRAGMA user_version = {LAYOUT}")


def _digest(key: str, row: str) -> str:
    return hashlib.sha256(f"{LAYOUT}\0{key}\0{row}".encode()).hexdigest()
