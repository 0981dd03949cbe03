from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

from neighborbook.errors import PluginError
from neighborbook.hookspecs import hookimpl
from neighborbook.plugins import PluginSet
from neighborbook.room_type import RoomType

Install = Callable[..., str]


class Plain(RoomType):
    name = "plain"


class Kinds:
    api = 1

    def __init__(self, name: str, *kinds: RoomType) -> None:
        self.name = name
        self.kinds = kinds

    @hookimpl
    def register_room_types(self) -> Iterable[RoomType]:
        return self.kinds


def built(*extra: object) -> PluginSet:
    return PluginSet.build((), extra=extra)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install plugins as distributions of their own, as pip would lay them out."""
    monkeypatch.syspath_prepend(tmp_path)
    known = set(sys.modules)

    def installed(name: str, source: str, package: str | None = None) -> str:
        module = package or f"nbtest_{name.replace('-', '_')}"
        (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        folder = tmp_path / f"{module}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(f"[neighborbook]\n{name} = {module}\n")
        return module

    yield installed
    for name in set(sys.modules) - known:
        if name.startswith("nbtest_"):
            del sys.modules[name]


FINE = """
from neighborbook.hookspecs import hookimpl
from neighborbook.room_type import RoomType

api = 1

class Room(RoomType):
    name = __name__

@hookimpl
def register_room_types():
    return [Room()]
"""


def test_an_enabled_plugin_is_loaded_and_one_that_is_not_enabled_is_not_imported(
    install: Install,
) -> None:
    wanted = install("zz-wanted", FINE)
    other = install("zz-other", "raise RuntimeError('imported')")
    plugins = PluginSet.build(("zz-wanted",))
    assert plugins.names == ("zz-wanted",)
    assert list(plugins.room_types) == [wanted]
    assert other not in sys.modules


def test_a_missing_plugin_names_what_was_meant_and_those_that_are_there(
    install: Install,
) -> None:
    install("zz-meeting", FINE)
    with pytest.raises(PluginError) as raised:
        PluginSet.build(("zz-meetin",))
    assert raised.value.plugin == "zz-meetin"
    assert "Did you mean 'zz-meeting'?" in str(raised.value)
    assert "pip install" not in str(raised.value)  # a slip of the pen is nobody's distribution


@pytest.mark.parametrize("source", ["raise RuntimeError('no')", "import nbtest_nowhere", "1 +",
                                    "raise SystemExit(3)"])  # fmt: skip
def test_a_plugin_that_raises_at_import_is_an_error_that_names_it(
    install: Install, source: str
) -> None:
    install("zz-broken", source)
    with pytest.raises(PluginError, match=r"zz-broken.*importing nbtest_zz_broken raised"):
        PluginSet.build(("zz-broken",))


def test_two_packages_that_bring_a_plugin_of_one_name_are_an_error(install: Install) -> None:
    install("zz-twice", FINE, "nbtest_one")
    install("zz-twice", FINE, "nbtest_two")
    with pytest.raises(PluginError, match="nbtest_one, nbtest_two"):
        PluginSet.build(("zz-twice",))


def test_a_plugin_that_is_handed_in_stands_in_for_the_installed_one(install: Install) -> None:
    module = install("zz-wanted", "raise RuntimeError('imported')")
    plugins = PluginSet.build(("zz-wanted",), extra=(Kinds("zz-wanted", Plain()),))
    assert list(plugins.room_types) == ["plain"]
    assert module not in sys.modules


def test_naming_a_plugin_twice_enables_it_once(install: Install) -> None:
    install("zz-wanted", FINE)
    assert PluginSet.build(("zz-wanted", "zz-wanted")).names == ("zz-wanted",)


@pytest.mark.parametrize(("stated", "remedy"), [(2, "newer neighborbook"), (0, "newer version"),
                                                (None, "newer version")])  # fmt: skip
def test_a_plugin_of_another_api_is_an_error_that_says_what_to_install(
    stated: int | None, remedy: str
) -> None:
    plugin = Kinds("other", Plain())
    plugin.api = stated  # type: ignore[assignment]
    with pytest.raises(PluginError, match=remedy):
        built(plugin)


def test_a_room_type_of_another_api_is_an_error() -> None:
    class Later(Plain):
        api = 2

    with pytest.raises(PluginError, match="api = 2, not 1"):
        built(Kinds("later", Later()))


def test_two_room_types_of_one_name_are_an_error_that_names_both_plugins() -> None:
    with pytest.raises(PluginError, match=r"'second'.*'plain' comes from 'first'"):
        built(Kinds("second", Plain()), Kinds("first", Plain()))


def test_two_plugins_of_one_name_are_an_error() -> None:
    with pytest.raises(PluginError, match="have this name"):
        built(Kinds("one"), Kinds("one"))


@pytest.mark.parametrize(
    "answer", [None, 3, Plain(), [Plain], ["plain"], [SimpleNamespace(name="plain")]]
)
def test_registering_anything_but_room_types_is_an_error(answer: object) -> None:
    plugin = Kinds("odd")
    plugin.kinds = answer  # type: ignore[assignment]
    with pytest.raises(PluginError, match="odd"):
        built(plugin)


def test_a_detail_without_privacy_does_not_load_even_if_its_class_was_made_without_nb_details() -> (
    None
):
    @attrs.frozen(kw_only=True)
    class Bare:
        phone: str = ""

    class Leaky(Plain):
        details = Bare

    with pytest.raises(PluginError, match="'phone' declares no privacy"):
        built(Kinds("leaky", Leaky()))


def test_words_that_are_no_text_do_not_load() -> None:
    class Wordy(Plain):
        texts = {"own": "bare"}  # type: ignore[dict-item]  # noqa: RUF012

    with pytest.raises(PluginError, match="'own' are no Text"):
        built(Kinds("wordy", Wordy()))


def test_a_misspelt_hook_is_an_error() -> None:
    class Misspelt:
        name = "misspelt"
        api = 1

        @hookimpl
        def chek_booking(self) -> None: ...

    with pytest.raises(PluginError, match=r"misspelt.*chek_booking"):
        built(Misspelt())


def test_a_hook_with_an_unknown_argument_is_an_error() -> None:
    class Curious:
        name = "curious"
        api = 1

        @hookimpl
        def check_booking(self, session: object) -> None: ...

    with pytest.raises(PluginError, match="session"):
        built(Curious())


def test_a_hook_that_was_not_marked_is_an_error_because_it_would_never_refuse() -> None:
    class Unmarked:
        name = "unmarked"
        api = 1

        def check_booking(self) -> None: ...

        @hookimpl
        def register_room_types(self) -> Iterable[RoomType]:
            return ()

    with pytest.raises(PluginError, match="check_booking is not marked"):
        built(Unmarked())


def test_a_plugin_without_any_hook_is_an_error() -> None:
    with pytest.raises(PluginError, match="no hook"):
        built(SimpleNamespace(name="empty", api=1))


def test_a_wrapper_is_an_error() -> None:
    class Wraps:
        name = "wraps"
        api = 1

        @hookimpl(wrapper=True)
        def check_booking(self) -> Iterator[None]:
            yield

    with pytest.raises(PluginError, match="wrapper"):
        built(Wraps())


def test_a_class_is_not_taken_for_a_plugin() -> None:
    with pytest.raises(PluginError, match="instance"):
        built(Kinds)
