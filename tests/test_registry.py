"""The table of backends: what is said of those of others, and of those whose library is not there."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from types import SimpleNamespace
from typing import Any

import pytest

import gdlearn as gd
from gdlearn.backends import registry
from gdlearn.backends.registry import BACKENDS, GROUP, available_backends


def register(monkeypatch: pytest.MonkeyPatch, *points: Any) -> None:
    monkeypatch.setattr(registry, "entry_points", lambda group: [point for point in points if point.group == group])


def test_of_a_backend_of_others_nothing_is_known_but_where_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = SimpleNamespace(name="odd", value="odd:Make", group=GROUP, dist=SimpleNamespace(name="odd-backends"))
    ours = EntryPoint("numpy", "elsewhere:Make", GROUP)
    register(monkeypatch, EntryPoint("strange", "strange_module:Make", GROUP), packaged, ours)
    strange, odd = available_backends()[len(BACKENDS) :]
    assert strange == ("strange", "", False, True, "", "strange_module:Make")
    assert [type(part) for part in strange] == [str, str, bool, bool, str, str]
    assert (odd.name, odd.package) == ("odd", "odd-backends")


def test_what_needs_nothing_has_nothing_to_install() -> None:
    assert BACKENDS["python"].install == ""
    assert BACKENDS["torch"].install == "pip install torch"


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("torch", "needs torch, which is not installed; run: pip install torch$"),
        ("inner.part", "needs inner, which is not installed; run: pip install inner$"),
        (None, "needs something else, which is not installed"),
    ],
)
def test_what_is_missing_is_named_and_it_need_not_be_the_library_itself(
    missing: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> Any:
        raise ModuleNotFoundError("something else", name=missing)

    monkeypatch.setattr(registry, "import_module", refuse)
    with pytest.raises(gd.MissingDependencyError, match=f"^the backend 'torch' {said}"):
        gd.get_backend("torch")


def test_the_extra_is_named_only_where_its_own_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = BACKENDS["torch"]._replace(extra="'gdlearn[some]'")
    monkeypatch.setitem(BACKENDS, "some", entry)
    for missing, command in (("torch", "pip install 'gdlearn\\[some\\]'"), ("other", "pip install other")):

        def refuse(_: str, missing: str = missing) -> Any:
            raise ModuleNotFoundError(name=missing)

        monkeypatch.setattr(registry, "import_module", refuse)
        with pytest.raises(gd.MissingDependencyError, match=f"run: {command}$"):
            gd.get_backend("some")
