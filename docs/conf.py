"""How Sphinx builds the documentation; ``./dev docs`` runs it, and a warning is an error."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING

import neighborbook
import neighborbook.testing

if TYPE_CHECKING:
    from docutils.nodes import Element, TextElement
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "neighborbook"
author = "neighborbook contributors"
copyright = author  # noqa: A001  the name that Sphinx reads
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "neighborbook"
exclude_patterns = ["*.py"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
smartquotes = False  # in a table of options, ``--start`` is to be read as it is typed

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 90
python_use_unqualified_type_names = True
napoleon_use_ivar = True
napoleon_use_rtype = False

PUBLIC = {
    f"{value.__module__}.{value.__qualname__}": f"{package.__name__}.{name}"
    for package in (neighborbook, neighborbook.testing)
    for name in package.__all__
    if isinstance(value := getattr(package, name), type) or callable(value)
    if hasattr(value, "__qualname__")
}
"""Where a name lives, and by which name it is public."""


OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+((?:examples|plugins|src|tests|[A-Z])[^)]*)\)")
"""A link that leaves docs/: on the forge it leads to a file, here there is none to lead to."""


BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u4e00-\u9fff“（])")
"""The end of a line between two Chinese sentences: it would be shown as a gap."""


def prepare(app: Sphinx, page: str, source: list[str]) -> None:
    """Write the path behind the words where a link leads out of the documentation, and more."""
    source[0] = OUTSIDE.sub(_with_path, source[0])
    if page.startswith("zh/"):
        source[0] = BETWEEN_CHINESE.sub("", source[0])


def _with_path(link: re.Match[str]) -> str:
    words, path = link.group(1), link.group(2)
    return words if path in words else f"{words} (`{path}`)"


SEVERAL = re.compile(r"( +)(\w+(?:, \w+)+): (.*)")
"""One line of a docstring's section that tells several names at once."""


def names_told_apart(
    app: Sphinx, kind: str, name: str, value: object, options: object, lines: list[str]
) -> None:
    """Give each name a line of its own; Sphinx would take the first for the second's type."""
    told: list[str] = []
    section = ""
    waiting: list[str] = []
    depth = 0
    for line in [*lines, ""]:
        if waiting and len(line) - len(line.lstrip()) <= depth:
            told += [part for again in waiting for part in _again(told, again, depth)]
            waiting = []
        if line in ("Args:", "Attributes:"):
            section = line
        elif line and not line.startswith(" "):
            section = ""
        found = SEVERAL.fullmatch(line) if section else None
        if found and len(found[1]) == 4:
            first, *others = found[2].split(", ")
            told.append(f"{found[1]}{first}: {found[3]}")
            waiting, depth = others, len(found[1])
        else:
            told.append(line)
    lines[:] = told


def _again(told: list[str], name: str, depth: int) -> list[str]:
    """Return the entry that was told last, under another name."""
    start = max(n for n, line in enumerate(told) if re.match(rf" {{{depth}}}\w+: ", line))
    head = re.sub(r"^( +)\w+: ", rf"\g<1>{name}: ", told[start])
    return [head, *told[start + 1 :]]


def at_home(
    app: Sphinx, env: BuildEnvironment, node: Element, contnode: TextElement
) -> Element | None:
    """Resolve a reference to where a class lives to the public name under which it is told."""
    wanted = str(node.get("reftarget", ""))
    public = PUBLIC.get(wanted) or _by_last_name(wanted)
    if node.get("refdomain") != "py":
        return None
    if public is None or public == wanted:
        return contnode if _is_inner(wanted) else None
    found: Element | None = env.domains["py"].resolve_xref(
        env, node["refdoc"], app.builder, "obj", public, node, contnode
    )
    return found


def _by_last_name(wanted: str) -> str | None:
    """Return the public name of what is named without its module."""
    return f"neighborbook.{wanted}" if wanted in neighborbook.__all__ else None


def _is_inner(wanted: str) -> bool:
    """Whether it exists but is no page of this documentation: an inner name, or a library's."""
    module, _, name = wanted.rpartition(".")
    if not module or not name:
        return True
    try:
        return hasattr(importlib.import_module(module), name)
    except ImportError:
        return False


def setup(app: Sphinx) -> None:
    """Let Sphinx know what is done here."""
    app.connect("source-read", prepare)
    app.connect("autodoc-process-docstring", names_told_apart, priority=400)
    app.connect("missing-reference", at_home)
