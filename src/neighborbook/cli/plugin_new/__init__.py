"""Beginning a plugin: a distribution with a room type, whose tests pass at once."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from string import Template

import attrs

from neighborbook.errors import Fault, InvalidRequest
from neighborbook.plugin_loading import installed

MOST_NAME = 50
A_NAME = "a word or some, of letters a-z and digits: tool-library"

FILES = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "center.toml": "center.toml",
    "src/${module}/__init__.py": "module.py",
    "tests/test_contract.py": "test_contract.py",
    "tests/test_center.py": "test_center.py",
}
"""What is made, and from which file of ``template/`` (each with ``.txt``, being no code yet)."""


@attrs.frozen(kw_only=True)
class Made:
    """What ``plugin new`` made, as ``--json`` shows it.

    Attributes:
        name: by which a center file enables it, and the name of its room type.
        distribution: what pip calls it; module: what Python does.
        folder: where it lies.
        files: what lies in it.
    """

    name: str
    distribution: str
    module: str
    folder: str
    files: tuple[str, ...]


def make(given: str, into: Path) -> Made:
    """Write the files of a new plugin into a folder of its own.

    Args:
        given: what it is about, in any spelling: ``Board games 2``.
        into: where its folder is made.

    Raises:
        InvalidRequest: no name can be made of it, a plugin of that name is installed, or its folder
            exists.
    """
    name = slug_of(given)
    words = {
        "name": name,
        "title": title_of(name),
        "distribution": f"neighborbook-{name}",
        "module": f"neighborbook_{name.replace('-', '_')}",
        "class_name": class_of(name),
    }
    if name in installed():
        expected = "a name that no installed plugin has; to begin anew, uninstall that one first"
        raise InvalidRequest(
            [Fault(path="name", code="INPUT_INVALID", given=name, expected=expected)]
        )
    folder = into / words["distribution"]
    made = {
        Template(path).substitute(words): Template(_template(source)).substitute(words)
        for path, source in FILES.items()
    }
    made[f"src/{words['module']}/py.typed"] = ""
    _write(folder, made)
    return Made(
        name=name,
        distribution=words["distribution"],
        module=words["module"],
        folder=str(folder),
        files=tuple(sorted(made)),
    )


def slug_of(given: str) -> str:
    """Return the name of a plugin as a center file writes it.

    Raises:
        InvalidRequest: there is nothing in it that could be written so.

    >>> slug_of("Board games 2"), slug_of("neighborbook-tool_library")
    ('board-games-2', 'tool-library')
    """
    plain = re.sub(r"[^a-z0-9]+", "-", given.lower()).strip("-").removeprefix("neighborbook-")
    foreign = any(sign.isalnum() and not sign.isascii() for sign in given)
    if not plain or foreign or len(plain) > MOST_NAME or plain == "room":
        code = "INPUT_TOO_LONG" if len(plain) > MOST_NAME else "INPUT_INVALID"
        raise InvalidRequest([Fault(path="name", code=code, given=given[:60], expected=A_NAME)])
    return plain


def title_of(name: str) -> str:
    """Return a name as people write it.

    >>> title_of("board-games-2")
    'Board games 2'
    """
    return name.replace("-", " ").capitalize()


def class_of(name: str) -> str:
    """Return a name as a class is called.

    >>> class_of("board-games-2"), class_of("3d-printer")
    ('BoardGames2', 'Room3dPrinter')
    """
    joined = "".join(part.capitalize() for part in name.split("-"))
    return f"Room{joined}" if joined[0].isdigit() else joined


def _template(source: str) -> str:
    found = files("neighborbook.cli.plugin_new") / "template" / f"{source}.txt"
    return found.read_text(encoding="utf-8")


def _write(folder: Path, made: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True)
        try:
            for path, text in made.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
        except OSError:
            rmtree(folder, ignore_errors=True)  # half a plugin would be in the way of the next try
            raise
    except OSError as error:
        expected = f"a folder that does not exist yet and can be made ({error.strerror})"
        given = str(folder)[-60:]
        fault = Fault(path="into", code="INPUT_INVALID", given=given, expected=expected)
        raise InvalidRequest([fault]) from error
