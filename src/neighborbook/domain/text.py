"""Texts that people read, by language."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Text:
    """A text in one or several languages; the first one given stands in for those missing.

    >>> hall = Text.of({"en": "Hall", "zh": "大厅"})
    >>> hall.in_("zh"), hall.in_("fr"), str(hall)
    ('大厅', 'Hall', 'Hall')
    """

    by_language: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, value: str | Mapping[str, str]) -> Text:
        """Make a text from a string (of no stated language) or from a table by language."""
        if isinstance(value, str):
            return cls((("", value),))
        return cls(tuple(value.items()))

    def in_(self, language: str) -> str:
        """Return it in that language, else in the first one that it has."""
        for known, words in self.by_language:
            if known == language:
                return words
        return self.by_language[0][1] if self.by_language else ""

    def __str__(self) -> str:
        return self.in_("en")

    def __bool__(self) -> bool:
        return bool(self.by_language)
