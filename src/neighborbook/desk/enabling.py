"""Which plugins the centers of a database enable, whether or not these are installed."""

from __future__ import annotations

from contextlib import closing

from neighborbook.center_file import enabled_plugins, join
from neighborbook.desk.house import as_item
from neighborbook.storage import open_store


def enabled_in(database: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of a center and a plugin that it enables, sorted; no plugin is imported.

    Args:
        database: a path, or ``postgresql://…``.

    Raises:
        StorageError: as ``nb.open``.
    """
    found = []
    with closing(open_store(database)) as store:
        for center in store.centers():
            with store.snapshot(center) as reader:
                kept = tuple(as_item(item) for item in reader.catalog())
            found += [(center, name) for name in enabled_plugins(join(kept))]
    return tuple(sorted(found))
