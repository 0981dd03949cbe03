"""Every page can be found, every link leads somewhere, and what is repeated is repeated rightly."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from textwrap import indent
from types import ModuleType
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DOCUMENTS = sorted([*PAGES, *ROOT.glob("*.md"), *ROOT.glob("examples/**/*.md")])
FENCE = re.compile(r"^( *)(```+|:::+).*?^\1\2$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"<!-- quoted: (\S+) -->\n```py\n(.*?)```", re.DOTALL)


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """Return a document without its blocks of code."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def toctree_entries(path: Path) -> Iterator[str]:
    """Yield what the toctrees of a page name, relative to docs/; it may hold ``*``."""
    text = path.read_text(encoding="utf-8")
    for tree in re.findall(r"^```\{toctree\}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for line in tree.splitlines():
            if line and not line.startswith(":"):
                yield (path.parent / line).relative_to(DOCS).as_posix()


def anchors(path: Path) -> set[str]:
    """Return what can stand behind ``#`` in a link to a document."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ +(.+)$", prose(path), re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = "".join(c for c in words if c.isalnum() or c in "-_ ").strip().replace(" ", "-")
        assert slug not in found, f"{short(path)} has two headings {heading!r}"
        found.add(slug)
    return found


def links(path: Path) -> list[str]:
    found = re.findall(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)", prose(path))
    return [link for link in found if "://" not in link and not link.startswith("mailto:")]


def test_every_page_is_in_a_toctree() -> None:
    entries = [entry for page in PAGES for entry in toctree_entries(page)]
    names = [page.relative_to(DOCS).with_suffix("").as_posix() for page in PAGES]
    lost = [name for name in names if not any(fnmatch(name, entry) for entry in entries)]
    assert lost == ["index"]
    assert [entry for entry in entries if not any(fnmatch(name, entry) for name in names)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=short)
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = []
    for link in links(path):
        file, _, anchor = unquote(link).partition("#")
        target = (path.parent / file).resolve() if file else path
        leads = target.exists() and target.is_relative_to(ROOT)
        if not leads or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def without_blanks(code: str) -> str:
    """Return code without blank lines: how many there are depends on how deep it stands."""
    return re.sub(r"\n\s*\n", "\n", code)


@pytest.mark.parametrize("path", DOCUMENTS, ids=short)
def test_what_is_quoted_stands_in_its_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    quotes = QUOTED.findall(text)
    assert text.count("```py\n") == len(quotes), "a block marked py says from where it is quoted"
    for source, block in quotes:
        lines = without_blanks((ROOT / source).read_text(encoding="utf-8"))
        quote = without_blanks(block)
        found = any(indent(quote, " " * depth) in lines for depth in (0, 4, 8))
        assert found, f"{source} has no such lines:\n{block}"


@pytest.fixture(scope="module")
def generated() -> ModuleType:
    """Return docs/generated.py, which lies in no package."""
    spec = importlib.util.spec_from_file_location("docs_generated", DOCS / "generated.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_generated_parts_are_up_to_date(path: Path, generated: ModuleType) -> None:
    text = path.read_text(encoding="utf-8")
    parts = text.count("<!-- generated:")
    assert parts == len(generated.PART.findall(text)), "a part has no end"
    assert text == generated.refreshed(text), "run ./dev docs"


def test_each_way_to_generate_is_used(generated: ModuleType) -> None:
    whole = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    used = {words.split()[0] for words in re.findall(r"<!-- generated: (.+?) -->", whole)}
    assert used == set(generated.PARTS)


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_a_line_of_prose_holds_one_sentence(path: Path) -> None:
    several = [
        line
        for line in prose(path).splitlines()
        if re.search(r"[a-z`)]\. [A-Z]", line) and not re.match(r" *([-|*\d]|<!--)", line)
    ]
    assert several == [] or path.name == "hooks.md", "hooks.md has lines of a fixed length"


def test_what_is_to_be_typed_is_built_as_it_is_written() -> None:
    settings = (DOCS / "conf.py").read_text(encoding="utf-8")
    assert "smartquotes = False" in settings  # else --start becomes a dash
