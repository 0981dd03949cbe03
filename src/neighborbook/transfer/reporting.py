"""What became of each row, as a table for people: nobody has to look for what was left out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from neighborbook.desk.importing.values import Outcome
from neighborbook.domain.decision import Decision
from neighborbook.errors import ReadOnly, is_chinese
from neighborbook.transfer.cells import shielded_cell

COLUMNS = ("line", "key", "became", "booking", "codes", "text", "beside")


def codes_of(outcome: Outcome) -> tuple[str, ...]:
    """Return the codes of all that is wrong with a row, in order, each once."""
    refusals = outcome.decision.refusals if outcome.decision else ()
    codes = [*(fault.code for fault in outcome.faults), *(one.code for one in refusals)]
    return tuple(dict.fromkeys(map(str, codes)))


def text_of(outcome: Outcome, language: str) -> str:
    """Return in words what is wrong with a row."""
    between = "；" if is_chinese(language) else "; "
    decision: Decision | None = outcome.decision
    said = [fault.text(language) for fault in outcome.faults]
    if decision is not None:
        said.append(" ".join(decision.text(language).split("\n")))
    return between.join(said)


@contextmanager
def reporting(path: Path, language: str) -> Iterator[Callable[[Outcome], None]]:
    """Give what writes one row of the report for each outcome.

    Raises:
        ReadOnly: the file cannot be written.
    """
    try:
        file = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise ReadOnly(path.name) from error
    with file:
        table = csv.writer(file)
        table.writerow(COLUMNS)

        def tell(outcome: Outcome) -> None:
            cells = (
                str(outcome.line),
                outcome.key,
                outcome.did.value,
                outcome.booking,
                " ".join(codes_of(outcome)),
                text_of(outcome, language),
                " | ".join(f"{each.id}: {each}" for each in outcome.beside),
            )
            table.writerow([shielded_cell(cell) for cell in cells])

        yield tell
