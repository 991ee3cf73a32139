"""The table of backends: what is said of those of others, and of those whose library is not there."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import gdlearn as gd
from gdlearn.backends import registry
from gdlearn.backends.registry import BACKENDS, GROUP, available_backends

ROOT = Path(__file__).parent.parent


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


def test_every_line_of_the_table_is_true() -> None:
    for name, entry in BACKENDS.items():
        assert all(isinstance(part, str) for part in entry)
        assert (entry.library == "") == (name == "python")
        assert not entry.library or find_spec(entry.library)
        for module, _, kind in (place.partition(":") for place in {entry.auto, entry.formula} - {""}):
            source = Path(registry.__file__).with_name(f"{module}.py").read_text()
            assert re.search(rf"^class {kind}\b", source, re.MULTILINE)


def test_every_extra_is_the_one_that_brings_the_library() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    bringing = {need.split(">")[0]: extra for extra, needs in extras.items() for need in needs}
    for entry in BACKENDS.values():
        known = bringing.get(entry.library)
        assert entry.extra == (f"'gdlearn[{known}]'" if known else "")


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
