"""What a command would write over: refused before anything is computed, unless --force says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import gdlearn as gd
from gdlearn.cli import main
from gdlearn.cli.outputs import check_folder, check_outputs
from tests.streams import drawn, npy
from tests.test_models import fitted


def commands(folder: Path) -> dict[str, tuple[list[str], list[Path]]]:
    """Commands that write, and what they write."""
    table, model, out = str(npy(drawn(50), folder)), folder / "model.npz", folder / "out"
    fitted("mse").save(model)
    return {
        "fit": (["fit", table, "--steps", "1", "--out", str(out / "m.npz")], [out / "m.npz"]),
        "fit, its checkpoint": (["fit", table, "--steps", "1", "--checkpoint", str(out / "c.npz")], [out / "c.npz"]),
        "predict": (["predict", str(model), table, "--out", str(out / "p.csv")], [out / "p.csv"]),
        "compare": (
            ["compare", "--backends", "numpy,tape", "--steps", "2", "--out", str(out)],
            [
                out / f"{name}"
                for name in ("compare.json", "compare.png", "trajectory-numpy.npz", "trajectory-tape.npz")
            ],
        ),
        "mistakes": (["mistakes", "wrong-sign", "--out", str(out)], [out / "wrong-sign.png"]),
    }


NAMES = ["fit", "fit, its checkpoint", "predict", "compare", "mistakes"]


@pytest.mark.parametrize("name", NAMES)
def test_no_command_writes_over_a_file_or_through_a_link(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, files = commands(tmp_path)[name]
    mine = tmp_path / "mine"
    mine.write_text("mine")
    for file in files:
        file.parent.mkdir(exist_ok=True)
        for links in (False, True):
            file.symlink_to(mine) if links else file.write_text("mine")
            assert main(arguments) == 2
            said, err = capsys.readouterr()
            assert "--force" in err or "--resume" in err
            assert said == "", "nothing was computed"
            assert file.read_text() == "mine"
            file.unlink()
        file.symlink_to(tmp_path / "nowhere")
        assert main(arguments) == 2, "a link to nothing would be written through too"
        assert not (tmp_path / "nowhere").exists()
        file.unlink()
    assert main(arguments) in (0, 1)
    assert all(file.is_file() for file in files)


@pytest.mark.parametrize("name", ["fit", "predict", "compare"])
def test_with_force_files_are_replaced_and_links_too_but_not_what_they_point_to(name: str, tmp_path: Path) -> None:
    arguments, files = commands(tmp_path)[name]
    mine = tmp_path / "mine"
    mine.write_text("mine")
    for k, file in enumerate(files):
        file.parent.mkdir(exist_ok=True)
        file.write_text("old") if k % 2 else file.symlink_to(mine)
    assert main([*arguments, "--force"]) in (0, 1)
    assert all(file.is_file() and not file.is_symlink() and file.stat().st_size > len("old") for file in files)
    assert mine.read_text() == "mine"


def test_what_is_read_is_never_written_over(tmp_path: Path) -> None:
    data = tmp_path / "data.npy"
    np.save(data, np.ones(3))
    (tmp_path / "link.npy").symlink_to(data)
    for name in (data, tmp_path / "link.npy", tmp_path / ".." / tmp_path.name / "data.npy"):
        with pytest.raises(gd.InputError, match="is what is read"):
            check_outputs(name, force=True, inputs=[data])


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (lambda here: check_outputs(here, force=True), "is a folder; name a file"),
    "twice": (lambda here: check_outputs(here / "a", here / "." / "a", force=True), "are the same file"),
    "in a file": (lambda here: check_outputs(here / "file" / "deep" / "a", force=True), "may not write to"),
    "a file for a folder": (lambda here: check_folder(here / "file", force=True), "is a file; name a folder"),
}


@pytest.mark.parametrize("name", WRONG)
def test_outputs_that_cannot_be_are_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    check, sentence = WRONG[name]
    with pytest.raises(gd.InputError, match=sentence):
        check(tmp_path)
