"""What the command line itself says, in English and Chinese."""

from __future__ import annotations

import os

from neighborbook.cli.texts import TEXTS

LANGUAGES = ("en", "zh")


def say(word: str, language: str, **facts: object) -> str:
    """Return one of the texts in a language, its places filled in.

    >>> say("asks_approval", "zh"), say("people", "en", most=30)
    ('需审批', 'up to 30 people')
    """
    return TEXTS[word][LANGUAGES.index(language)].format(**facts)


def known(word: str) -> bool:
    """Whether there is a text of that name."""
    return word in TEXTS


def own_language() -> str:
    """Return the language of the terminal: Chinese if its locale says so, else English."""
    for name in ("NEIGHBORBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
