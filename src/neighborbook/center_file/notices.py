"""``[notices]``: who is told what, in which language, and by which channel."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from neighborbook.center_file.table import SLUG, Table
from neighborbook.domain.notice import (
    DEFAULT_RULES,
    Addressee,
    ChannelKind,
    ChannelSetting,
    NoticeRule,
    NoticeTable,
    Told,
    Topic,
)
from neighborbook.domain.offering import DAY, MINUTE
from neighborbook.domain.time_fault import TimeFault
from neighborbook.domain.times import parse_length

LANGUAGES = ("en", "zh")
SECURITY = ("starttls", "tls", "none")
MOST_LEADS = 5
MOST_NAMES = 64
MOST_ADDRESSES = 2_000
LONGEST_LEAD = 60 * DAY

ENVIRONMENT = re.compile(r"NEIGHBORBOOK_[A-Z0-9_]{1,64}")
_PLACE_OF_TEXT = '"{text}"'


def read_notices(table: Table | None) -> NoticeTable:
    """Return what a center file says of notices; without a word of it, the defaults."""
    if table is None:
        return NoticeTable()
    posts = _posts(table)
    found = NoticeTable(
        channels=_channels(table, posts) or tuple(posts),
        language=table.choice("language", LANGUAGES) or "",
        approvers=names(table, "approvers"),
        deputies=names(table, "deputies"),
        duty=names(table, "duty"),
        posts=posts,
        addresses=_addresses(table),
        rules=_rules(table, posts),
    )
    table.finish()
    return found


def names(table: Table, key: str, most: int = MOST_NAMES) -> tuple[str, ...]:
    """Read a text or a list of texts: ids of parties, which may be any text; each once."""
    if not table.has(key):
        return ()
    value = table.entries[key]
    given = value if isinstance(value, list) else [value]
    if len(given) > most:
        table.wrong(key, f"at most {most} ids, not {len(given)}", "INPUT_TOO_LONG")
        return ()
    if not all(isinstance(each, str) and each.strip() for each in given):
        table.wrong(key, "an id in quotes, or a list of ids in brackets")
        return ()
    return tuple(dict.fromkeys(map(str, given)))


def _rules(table: Table, posts: Mapping[str, ChannelSetting]) -> dict[Topic, NoticeRule]:
    found = {}
    for topic in Topic:
        inner = table.table(topic.value, f"a table: [notices.{topic.value}]")
        if inner is not None:
            found[topic] = _rule(inner, topic, posts)
    return found


def _rule(table: Table, topic: Topic, posts: Mapping[str, ChannelSetting]) -> NoticeRule:
    default = DEFAULT_RULES[topic]
    to = tuple(Told(word) for word in _words(table, "to", tuple(Told)))
    leads = _leads(table) if default.leads else ()
    rule = NoticeRule(
        to=() if table.flag("off") else to or default.to,
        channels=_channels(table, posts),
        leads=leads or default.leads,
        language=table.choice("language", LANGUAGES) or "",
    )
    table.finish()
    return rule


def _words(table: Table, key: str, allowed: Collection[str]) -> tuple[str, ...]:
    """Read one of some words, or a list of them."""
    found = names(table, key)
    unknown = [word for word in found if word not in allowed]
    if unknown:
        table.wrong(key, f"some of {', '.join(allowed)}")
        return ()
    return found


def _leads(table: Table) -> tuple[int, ...]:
    """Read a length, or a list of them: so long before the start it is due."""
    if not table.has("lead"):
        return ()
    value = table.entries["lead"]
    given = value if isinstance(value, list) else [value]
    if len(given) > MOST_LEADS:
        table.wrong("lead", f"at most {MOST_LEADS} lengths, not {len(given)}", "INPUT_TOO_LONG")
        return ()
    try:
        found = tuple(sorted({parse_length(each) for each in given}, reverse=True))
    except TimeFault as fault:
        table.wrong("lead", fault.expected)
        return ()
    if not all(MINUTE <= lead <= LONGEST_LEAD for lead in found):
        table.wrong("lead", "lengths from '1m' to '60d'")
        return ()
    return found


def _channels(table: Table, posts: Mapping[str, ChannelSetting]) -> tuple[str, ...]:
    """Read names of channels; one that is not declared here, the program hands in itself."""
    found = names(table, "channels")
    if not all(SLUG.fullmatch(name) for name in found):
        known = ", ".join(posts) or "the program's own"
        table.wrong("channels", f"names of channels: {known}")
        return ()
    return found


def _posts(table: Table) -> dict[str, ChannelSetting]:
    section = table.table("channel", "tables: [notices.channel.…]")
    if section is None:
        return {}
    found = {}
    for name in section.entries:
        inner = section.table(name, f"a table: [notices.channel.{name}]")
        if not SLUG.fullmatch(name):
            section.wrong(name, "a name of letters a-z, digits, '.', '_' or '-'")
        elif inner is not None and (post := _post(inner, name)) is not None:
            found[name] = post
    return found


def _post(table: Table, name: str) -> ChannelSetting | None:
    word = table.choice("kind", tuple(ChannelKind))
    if word is None:
        if not table.has("kind"):
            table.missing("kind", f"one of {', '.join(ChannelKind)}")
        return None
    kind = ChannelKind(word)
    timeout = table.length("timeout", 1, 60)
    secret_env, secret_file = _secret(table) if kind is not ChannelKind.FILE else ("", "")
    setting = ChannelSetting(
        name=name,
        kind=kind,
        secret_env=secret_env,
        secret_file=secret_file,
        timeout=10 if timeout is None else timeout,
        **_READERS[kind](table, bool(secret_env or secret_file)),  # type: ignore[arg-type]
    )
    table.finish()
    return setting


def _secret(table: Table) -> tuple[str, str]:
    """Read where a secret lies; it never stands in the file, which many people read."""
    variable, path = table.words("secret_env"), table.words("secret_file")
    if variable is not None and not ENVIRONMENT.fullmatch(variable):
        # Else whoever writes the file could have any variable of this machine sent somewhere.
        table.wrong("secret_env", "the name of a variable that begins with NEIGHBORBOOK_")
        variable = None
    if variable and path:
        table.wrong("secret_file", "secret_env or secret_file, not both")
    return variable or "", path or ""


def _smtp(table: Table, has_secret: bool) -> dict[str, object]:  # noqa: FBT001 - one of a table
    host, sender = table.words("host"), table.words("sender")
    if not table.has("host"):
        table.missing("host", "the mail server, such as 'smtp.example.org'")
    if not table.has("sender"):
        table.missing("sender", "the address that mails come from")
    elif sender is not None and not is_address(sender):
        table.wrong("sender", "an address such as 'desk@example.org'")
    user = table.words("user") or ""
    if user and not has_secret:
        table.missing("secret_env", "where the password lies: secret_env or secret_file")
    return {
        "host": host or "",
        "sender": sender or "",
        "user": user,
        "port": table.whole("port", 1, 65535) or 587,
        "security": table.choice("security", SECURITY) or "starttls",
    }


def _webhook(table: Table, has_secret: bool) -> dict[str, object]:  # noqa: FBT001 - one of a table
    if not has_secret:
        table.missing("secret_env", "where the key of the signature lies")
    if not table.has("url"):
        table.missing("url", "an address that begins with https:// or http://")
    return {"url": _url(table)}


def _robot(table: Table, has_secret: bool) -> dict[str, object]:  # noqa: FBT001 - one of a table
    url, body = _url(table), table.words("body")
    if not table.has("url") and not has_secret:
        table.missing("url", "the robot's address; as a secret, secret_env or secret_file")
    elif url and has_secret:
        table.wrong("url", "url, or secret_env or secret_file, not both")
    if not table.has("body"):
        table.missing("body", """what to send, such as '{"text": "{text}"}'""")
    elif body is not None and _PLACE_OF_TEXT not in body:
        table.wrong("body", """JSON in which "{text}" stands for the notice, with its quotes""")
    return {"url": url, "body": body or ""}


def _file(table: Table, has_secret: bool) -> dict[str, object]:  # noqa: FBT001 - one of a table
    path = table.words("path")
    if not table.has("path"):
        table.missing("path", "a file to which a line is added for each notice")
    return {"path": path or ""}


_READERS = {
    ChannelKind.SMTP: _smtp,
    ChannelKind.WEBHOOK: _webhook,
    ChannelKind.ROBOT: _robot,
    ChannelKind.FILE: _file,
}


def _url(table: Table) -> str:
    found = table.words("url")
    if found is not None and not is_url(found):
        table.wrong("url", "an address that begins with https:// or http://")
        return ""
    return found or ""


def is_url(text: str) -> bool:
    """Whether a text is an address that a notice can be posted to.

    >>> is_url("https://example.org/hook?key=1"), is_url("file:///etc/passwd")
    (True, False)
    """
    return re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+(/[!-~]*)?", text) is not None


def is_address(text: str) -> bool:
    """Whether a text can be a mail address; it holds no line end, space, comma, or bracket.

    >>> is_address("li@example.org"), is_address("li@example.org, wang@example.org")
    (True, False)
    """
    return re.fullmatch(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\\]{1,190}", text) is not None


def _addresses(table: Table) -> dict[str, Addressee]:
    section = table.table("addresses", "a table: [notices.addresses]")
    if section is None:
        return {}
    if len(section.entries) > MOST_ADDRESSES:
        table.wrong("addresses", f"at most {MOST_ADDRESSES} parties", "INPUT_TOO_LONG")
        return {}
    found = {}
    for party in section.entries:
        inner = section.table(party, "a table such as { mail = 'li@example.org' }")
        if inner is not None:
            found[party] = _addressee(inner)
    return found


def _addressee(table: Table) -> Addressee:
    language = table.choice("language", LANGUAGES) or ""
    managers = names(table, "managers")
    addresses = {}
    for key in table.left():
        found = table.words(key)
        if not SLUG.fullmatch(key):
            table.wrong(key, "mail, phone, or the name of a channel", "UNKNOWN_KEY")
        elif key == "mail" and found is not None and not is_address(found):
            table.wrong(key, "an address such as 'desk@example.org'")
        elif found is not None:
            addresses[key] = found
    return Addressee(addresses=addresses, language=language, managers=managers)
