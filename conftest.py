"""What pytest has to know about the whole checkout: what documentation shows runs as a test."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parent

# Alembic runs these itself; imported by anybody else they fail.
collect_ignore_glob = ["src/*/migrations/*", "plugins/*/migrations/*"]


def enter_directory(namespace: dict[str, object]) -> None:
    """Run a document where its books do no harm and `examples/` is found as from the root."""
    directory = tempfile.TemporaryDirectory(prefix="nb-docs-", ignore_cleanup_errors=True)
    if (ROOT / "examples").exists():
        shutil.copytree(ROOT / "examples", Path(directory.name) / "examples")
    namespace["_directory"] = directory
    os.chdir(directory.name)


def leave_directory(namespace: dict[str, object]) -> None:
    """Go back to the root, and remove the directory of the document."""
    os.chdir(ROOT)
    directory = namespace["_directory"]
    if isinstance(directory, tempfile.TemporaryDirectory):
        directory.cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    pattern="*.md",
    setup=enter_directory,
    teardown=leave_directory,
).pytest()
