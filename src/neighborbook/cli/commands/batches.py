"""What was imported, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborbook.cli.options import Options, command

if TYPE_CHECKING:
    from neighborbook.storage.batches import Batch

COLUMNS = ("batch", "made", "by", "what", "source", "brought", "refused", "taken_back")


@command("imports", example="neighborbook imports")
def imports(options: Options) -> None:
    """List the imports that brought something, the newest first: by whom, and how many rows."""
    with options.desk() as desk:
        found = options.acting(desk).imports()
        where = desk.center.zone
    rows = [_row(one, where, options) for one in found]
    options.tell_table(found, tuple(f"col_{name}" for name in COLUMNS), rows, where)


def _row(batch: Batch, where: str, options: Options) -> tuple[str, ...]:
    from neighborbook.domain.times import zone
    from neighborbook.domain.wording import instant_in_words

    return (
        batch.id,
        instant_in_words(batch.made_at, zone(where), options.language),
        batch.actor,
        options.say(f"batch_of_{batch.kind.value}"),
        batch.source,
        str(batch.brought),
        str(batch.refused),
        str(batch.taken_back),
    )
