"""Bring the generated parts of the pages up to date; ``./dev docs`` runs it before it builds.

A part stands between ``<!-- generated: NAME WORDS -->`` and ``<!-- end -->``. NAME is one of the
functions below, and WORDS are its arguments. ``tests/docs/test_generated.py`` fails where a part is
not what its function says.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from neighborbook import errors
from neighborbook.codes import Code, Severity, severity_of
from neighborbook.domain.audit import Damage
from neighborbook.domain.audit_texts import FINDINGS
from neighborbook.domain.fields import DAY, FIELDS, KEPT
from neighborbook.domain.text import Text
from neighborbook.domain.wording_texts import CODES, OTHER_REMEDY, REMEDIES, RULES
from neighborbook.redaction import ALLOWED, DETAILS
from neighborbook.rights import TABLE, Standing
from neighborbook.room_type import Audience, Privacy

HERE = Path(__file__).parent
PART = re.compile(
    r"^<!-- generated: (?P<words>[^\n]+?) -->\n.*?^<!-- end -->$", re.MULTILINE | re.DOTALL
)


def main() -> int:
    """Rewrite what has changed, and say which pages that were."""
    for page in sorted(HERE.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        fresh = refreshed(text)
        if fresh != text:
            page.write_text(fresh, encoding="utf-8")
            print(f"brought up to date: {page.relative_to(HERE.parent)}")
    return 0


def refreshed(text: str) -> str:
    """Return a page with each of its generated parts as it is today."""
    return PART.sub(_part, text)


def _part(found: re.Match[str]) -> str:
    name, *words = found["words"].split()
    lines = "\n".join(PARTS[name](*words))
    return f"<!-- generated: {found['words']} -->\n\n{lines}\n\n<!-- end -->"


def severity(code: str) -> Iterator[str]:
    """Say how much a code weighs by itself, and who can pass it."""
    weight = severity_of(Code(code))
    yield {
        Severity.HARD: "*Hard*: nobody passes it.",
        Severity.SOFT: "*Soft*: staff and the program pass it with `override=` and a reason.",
        Severity.APPROVAL: "*Approval*: it can be asked for, and an approver decides.",
        Severity.WARNING: "*Warning*: it is said and accepted.",
    }[weight]


def texts(code: str, *rules: str) -> Iterator[str]:
    """Tell what the rules of a code say, in both languages, and what the code says by itself."""
    yield from severity(code)
    yield ""
    yield "| Rule | Says | What would help, where nobody may pass it |"
    yield "|---|---|---|"
    helps = REMEDIES.get(code, OTHER_REMEDY)
    for rule in rules:
        yield f"| `{rule}` | {_said(RULES[rule])} | {_said(REMEDIES.get(rule, helps))} |"
    yield f"| any other | {_said(CODES[code])} | {_said(helps)} |"


def _said(text: Text) -> str:
    return f"{text.in_('en')}<br>{text.in_('zh')}".replace("|", "\\|")


def error_tree() -> Iterator[str]:
    """Draw the tree that stands in ``errors``."""
    whole = inspect.getdoc(errors) or ""
    yield "```text"
    yield from (line[4:] for line in whole.splitlines() if line.startswith("    "))
    yield "```"


GROUPS = {
    "the period": {"id", "start_at", "end_at", "local_start", "fold", "state", "resource"},
    "the kind": {"offering", "room_type"},
    "what calendars need": {
        *("uid", "version", "sequence", "created_at", "changed_at", "published_at"),
        *("series", "original_start", "needs_move"),
    },
    "the deadlines": {
        *("void_reason", "late_after", "lapses_at", "lapses_to", "lapse_reason"),
        *("waits_for", "approved", "excused"),
    },
}
"""Fields that are mostly seen together; what is not among them is told by its own name."""


def privacy() -> Iterator[str]:
    """Say by class and audience which fields of a booking can be seen."""
    yield _row(("Class", "Audience", "Sees"))
    yield _row(("---", "---", "---"))
    for kind in Privacy:
        for one in Audience:
            yield _row((f"`{kind.value}`", one.value, _told(ALLOWED[kind][one])))
    yield ""
    for name, fields in GROUPS.items():
        listed = ", ".join(f"`{field}`" for field in sorted(fields))
        yield f"- *{name}*: {listed}"


def _told(fields: frozenset[str]) -> str:
    whole = [name for name, group in GROUPS.items() if group <= fields]
    rest = fields.difference(*(GROUPS[name] for name in whole))
    told = [f"*{name}*" for name in whole] + [f"`{field}`" for field in sorted(rest)]
    return ", ".join(told) if told else "nothing, not even that there is a booking"


def details() -> Iterator[str]:
    """Say who may see a detail of each class."""
    yield _row(("Class of the detail", *(audience.value for audience in Audience)))
    yield _row("---" for _ in range(len(Audience) + 1))
    for kind in Privacy:
        seen = DETAILS[kind]
        yield _row((f"`{kind.value}`", *("yes" if one in seen else "" for one in Audience)))


def rights() -> Iterator[str]:
    """Say who may what."""
    yield _row(("", *(standing.value for standing in Standing)))
    yield _row("---" for _ in range(len(Standing) + 1))
    for right, holders in TABLE.items():
        yield _row((f"`{right.value}`", *("yes" if one in holders else "" for one in Standing)))


def damages() -> Iterator[str]:
    """List what an audit can find."""
    yield _row(["Code", "What it says"])
    yield _row(["---", "---"])
    for code in Damage:
        said = re.sub(r"\{(\w+)\}", r"*\1*", FINDINGS[code.value][0]).replace("_", " ")
        yield _row([f"`{code.value}`", said])


def fields() -> Iterator[str]:
    """Say of each column that tells of a person what becomes of it."""
    yield _row(("Column", "Tells of", "Class", "Kept by", "Erasing"))
    yield _row(("---",) * 5)
    for one in FIELDS.values():
        if one.is_personal:
            name = f"`{one.table}.{one.column}`"
            said = (one.whose.value, f"`{one.privacy}`", one.keeping.value, one.erasure.value)
            yield _row((name, *said))


def keeping() -> Iterator[str]:
    """Say for how long each class is kept, if nothing else is said."""
    yield _row(("Class", "Days"))
    yield _row(("---",) * 2)
    for name, seconds in KEPT.items():
        yield _row((f"`{name.value}`", str(seconds // DAY)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


PARTS: dict[str, Callable[..., Iterator[str]]] = {
    "texts": texts,
    "error-tree": error_tree,
    "privacy": privacy,
    "details": details,
    "rights": rights,
    "damages": damages,
    "fields": fields,
    "keeping": keeping,
}

if __name__ == "__main__":
    raise SystemExit(main())
