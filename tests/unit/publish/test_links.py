from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from neighborbook.errors import FolderError
from neighborbook.publish.links import Links


def test_a_name_stays_the_same_from_run_to_run(tmp_path: Path) -> None:
    path = tmp_path / "book.db.secret"
    first, second = (Links.beside(path, "anping").name("acme") for _ in range(2))
    assert first == second
    assert re.fullmatch(r"[0-9a-f]{40}", first)


def test_a_name_tells_nothing_and_nobody_has_anothers(tmp_path: Path) -> None:
    links = Links.beside(tmp_path / "secret", "anping")
    other_center = Links.beside(tmp_path / "secret", "hongjiang")
    other_secret = Links.beside(tmp_path / "other", "anping")
    names = {
        links.name("acme"),
        links.name("acme2"),
        other_center.name("acme"),
        other_secret.name("acme"),
    }
    assert len(names) == 4
    assert "acme" not in "".join(names)


def test_parties_and_centers_are_told_apart_wherever_the_one_ends(tmp_path: Path) -> None:
    one = Links.beside(tmp_path / "secret", "a").name("b/c")
    other = Links.beside(tmp_path / "secret", "a/b").name("c")
    assert one != other


def test_a_revoked_name_never_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    links = Links.beside(path, "anping")
    names = [links.name("acme"), links.revoked("acme").name("acme")]
    names.append(Links.beside(path, "anping").revoked("acme").name("acme"))
    assert len(set(names)) == 3
    assert Links.beside(path, "anping").name("acme") == names[-1]
    assert Links.beside(path, "anping").name("li-wei") == links.name("li-wei")


def test_the_secret_is_for_its_owner_alone_and_shows_in_no_text(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    links = Links.beside(path, "anping")
    assert path.stat().st_mode & 0o777 == 0o600
    secret = json.loads(path.read_text(encoding="ascii"))["secret"]
    assert secret not in repr(links)
    assert bytes.fromhex(secret).hex() not in str(links)


@pytest.mark.parametrize(
    "kept", ["", "[]", '{"secret": "short"}', '{"secret": "' + "zz" * 32 + '"}']
)
def test_a_damaged_secret_is_said_and_not_replaced(tmp_path: Path, kept: str) -> None:
    path = tmp_path / "secret"
    path.write_text(kept, encoding="ascii")
    with pytest.raises(FolderError, match="new links"):
        Links.beside(path, "anping")
    assert path.read_text(encoding="ascii") == kept
