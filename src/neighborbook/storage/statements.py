"""How a statement of SQLAlchemy Core becomes a text and a tuple for the driver.

Lists travel as one JSON parameter, which both databases open into rows, so that one statement
serves any number of leaves, limits, or claims.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from neighborbook.storage.tables import Number, Word

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.compiler import SQLCompiler

Value = int | str | None
Row = tuple[Any, ...]


@attrs.frozen(eq=False)
class Query:
    """A statement of ours, to be compiled for a database.

    Attributes:
        must_change_a_row: if it changes none, what it relied upon is stale.
        parts: what to send instead where one statement cannot write into several tables, each with
            the name of its list; one whose list is empty is left out.
    """

    statement: sa.Select[Any] | sa.Insert | sa.Update | sa.Delete | sa.CompoundSelect[Any]
    must_change_a_row: bool = False
    parts: tuple[tuple[str, Query], ...] = ()


@attrs.frozen(eq=False)
class Prepared:
    """A query as the driver takes it: its text, and the names of its parameters in their order."""

    sql: str
    names: tuple[str, ...]
    must_change_a_row: bool = False

    def arguments(self, values: Mapping[str, Value]) -> tuple[Value, ...]:
        """Put the parameters into the order of the text."""
        return tuple([values[name] for name in self.names])


def prepare(query: Query, dialect: Dialect, schema: str | None) -> Prepared:
    """Compile a query for a database, with its tables named in full if they lie in a schema."""
    statement: sa.ClauseElement = query.statement
    if query.must_change_a_row and dialect.name == "postgresql":
        statement = _failing_on_no_row(query.statement)
    if schema is None:
        compiled = statement.compile(dialect=dialect)
    else:
        compiled = statement.compile(
            dialect=dialect, schema_translate_map={None: schema}, render_schema_translate=True
        )
    names = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
    constants = [name for name in names if name.startswith("param_")]
    if constants:
        raise ValueError(f"write constants as literal columns, not as parameters: {compiled}")
    return Prepared(str(compiled), names, query.must_change_a_row)


def _failing_on_no_row(statement: object) -> sa.Select[Any]:
    """Divide by the number of rows changed: if it is 0, the COMMIT of the same trip must fail."""
    if not isinstance(statement, sa.Update):
        raise TypeError("only an UPDATE can be made to fail when it changes no row")
    changed = statement.returning(sa.literal_column("1").label("one")).cte("changed")
    return sa.select(sa.literal_column("1 / count(*)")).select_from(changed)


class json_rows(FunctionElement[Any]):  # noqa: N801  a function of SQL, named as one
    """The items of a JSON array, one per row, in a column ``value``."""

    inherit_cache = True


@compiles(json_rows, "sqlite")
def _sqlite_rows(element: json_rows, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(json_rows, "postgresql")
def _postgresql_rows(element: json_rows, compiler: SQLCompiler, **options: Any) -> str:
    return f"jsonb_array_elements(CAST({compiler.process(element.clauses, **options)} AS jsonb))"


class in_order(sa.Join):  # noqa: N801  said like a word of SQL
    """A join that goes from left to right: for each row on the left, a seek on the right.

    Neither database has an idea how many rows a parameter holds, and each would rather read the
    whole table at times. SQLite keeps the order of a CROSS JOIN; PostgreSQL does not look into a
    subquery with an OFFSET. The right side is an alias.

    ``seek`` names the column on the right that ends the seek. While PostgreSQL knows nothing of a
    table yet, every index whose first columns are given looks alike to it; the one that also
    gives this order wins.
    """

    inherit_cache = False  # the order is no part of the key

    def __init__(
        self,
        left: sa.FromClause,
        right: sa.FromClause,
        onclause: sa.ColumnElement[bool],
        *,
        seek: sa.ColumnElement[Any] | None = None,
    ) -> None:
        super().__init__(left, right, onclause)
        self.seek = seek


@compiles(in_order, "sqlite")
def _sqlite_join(element: in_order, compiler: SQLCompiler, **options: Any) -> str:
    left, right, condition = _parts(element, compiler, options)
    return f"{left} CROSS JOIN {right} ON {condition}"


@compiles(in_order, "postgresql")
def _postgresql_join(element: in_order, compiler: SQLCompiler, **options: Any) -> str:
    left, right, condition = _parts(element, compiler, options)
    name = compiler.process(sa.literal_column(str(getattr(element.right, "name", ""))))
    order = "" if element.seek is None else f" ORDER BY {compiler.process(element.seek)}"
    found = f"SELECT * FROM {right} WHERE {condition}{order} OFFSET 0"
    return f"{left} CROSS JOIN LATERAL ({found}) AS {name}"


def _parts(
    element: in_order, compiler: SQLCompiler, options: dict[str, Any]
) -> tuple[str, str, str]:
    left, right = [compiler.process(side, **options) for side in (element.left, element.right)]
    options = {**options, "asfrom": False}
    if element.onclause is None:
        raise TypeError("a join in order needs its condition")
    return left, right, compiler.process(element.onclause, **options)


class _is_listed(FunctionElement[Any]):  # noqa: N801  a function of SQL, named as one
    """Whether the first argument is among the rows of the second; sought in an index, if it can."""

    inherit_cache = True
    # Not Boolean: SQLAlchemy would compare it with 1 on SQLite, which then seeks no more.
    type = sa.types.NullType()


@compiles(_is_listed, "sqlite")
def _sqlite_listed(element: _is_listed, compiler: SQLCompiler, **options: Any) -> str:
    column, rows = [compiler.process(part, **options) for part in element.clauses]
    return f"{column} IN {rows}"


@compiles(_is_listed, "postgresql")
def _postgresql_listed(element: _is_listed, compiler: SQLCompiler, **options: Any) -> str:
    column, rows = [compiler.process(part, **options) for part in element.clauses]
    return f"{column} = ANY (ARRAY{rows})"


def text(name: str) -> sa.BindParameter[str]:
    """Return a parameter that is a text."""
    return sa.bindparam(name, type_=sa.Text())


def number(name: str) -> sa.BindParameter[int]:
    """Return a parameter that is a number."""
    return sa.bindparam(name, type_=Number)


CENTER = text("center")
ID = text("id")
START = number("start")
END = number("end")
MOST = number("most")
# Without it SQLAlchemy would send SQLite a parameter of its own.
FIRST: sa.ColumnElement[int] = sa.literal_column("0")


def given_rows(parameter: str) -> sa.TableValuedAlias:
    """Return the rows of a parameter that is a JSON array of arrays."""
    return json_rows(text(parameter)).table_valued("value", name=f"given_{parameter}")


def item(
    rows: sa.TableValuedAlias, place: int, column: sa.types.TypeEngine[Any]
) -> sa.ColumnElement[Any]:
    """Return the item at a place of each row, as a value of the column's type."""
    return sa.cast(rows.c.value.op("->>")(sa.literal_column(str(place))), column)


def listed(column: sa.ColumnElement[Any], parameter: str) -> sa.ColumnElement[bool]:
    """Return the condition that a column is the first item of some row of a parameter."""
    given = given_rows(parameter)
    rows = sa.select(item(given, 0, Word)).select_from(given).correlate(None)
    return _is_listed(column, rows.scalar_subquery())


def written_columns(table: sa.Table) -> tuple[str, ...]:
    """Return the columns that we write: not the center, nor what the database or sealing adds."""
    added = ("center", "seq", "position", "hash" if table.name == "change" else "")
    return tuple(c.name for c in table.columns if c.name not in added and c.computed is None)


def read_columns(
    table: sa.Table, alias: sa.FromClause | None = None
) -> list[sa.ColumnElement[Any]]:
    """Return the columns that make a row for ``rows``, of the table or of an alias of it."""
    source: sa.FromClause = table if alias is None else alias
    return [source.c[name] for name in written_columns(table)]


def insert_rows(table: sa.Table, parameter: str = "rows") -> sa.Insert:
    """Insert every row of a list parameter, in its order; see ``written_columns``."""
    given = given_rows(parameter)
    columns = written_columns(table)
    items = [item(given, place, table.c[name].type) for place, name in enumerate(columns)]
    return sa.insert(table).from_select(
        ["center", *columns],
        sa.select(text("center").label("center"), *items).select_from(given),
        include_defaults=False,
    )


def insert_together(*inserts: tuple[sa.Table, str]) -> Query:
    """Insert the rows of several list parameters, each into its table, in one statement."""
    *before, last = [(parameter, insert_rows(table, parameter)) for table, parameter in inserts]
    statement = last[1].add_cte(*[insert.cte(f"new_{name}") for name, insert in before])
    parts = tuple((name, Query(insert)) for name, insert in (*before, last))
    return Query(statement, parts=parts)


def dialect_of(database: str) -> Dialect:
    """Return how SQLAlchemy speaks to ``sqlite`` or ``postgresql``, with numbered parameters."""
    if database == "sqlite":
        from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

        return sqlite_dialect(paramstyle="qmark")
    from sqlalchemy.dialects.postgresql.psycopg import dialect as postgresql_dialect

    return postgresql_dialect(  # type: ignore[no-untyped-call]
        paramstyle="numeric_dollar"
    )


class _Statements(dict[Query, Prepared]):
    """Statements as one database takes them, each compiled when it is first needed."""

    def __init__(self, database: str, schema: str | None) -> None:
        super().__init__()
        self._dialect = dialect_of(database)
        self._schema = schema

    def __missing__(self, query: Query) -> Prepared:
        prepared = self[query] = prepare(query, self._dialect, self._schema)
        return prepared


@functools.cache
def prepared(database: str, schema: str | None) -> Mapping[Query, Prepared]:
    """Return the statements for ``sqlite`` or ``postgresql``, with tables in a schema if given."""
    return _Statements(database, schema)
