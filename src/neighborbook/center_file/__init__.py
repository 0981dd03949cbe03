"""Center files: TOML to domain values, with everything that is wrong named at once.

``read`` makes a document of a file, ``parse`` a catalog of a document. A database keeps the file's
own tables: ``split`` and ``merge`` say which, ``rebuild`` makes the catalog of them again.
"""

from neighborbook.center_file.document import (
    Document,
    Item,
    enabled_plugins,
    join,
    read,
    source_of,
    split,
)
from neighborbook.center_file.merging import Merged, Name, Renamed, merge
from neighborbook.center_file.parsing import parse, rebuild

__all__ = [
    "Document",
    "Item",
    "Merged",
    "Name",
    "Renamed",
    "enabled_plugins",
    "join",
    "merge",
    "parse",
    "read",
    "rebuild",
    "source_of",
    "split",
]
