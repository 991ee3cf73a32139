"""The doctor: what it says is true, it finds what is broken, and it tells nobody who you are."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

import gdlearn as gd
from gdlearn.backends import BACKENDS, available_backends
from gdlearn.backends.tape_backend import TapeBackend
from gdlearn.cli import main
from gdlearn.doctor import Examination, examine, self_test
from gdlearn.doctor.finding import attempt, private
from gdlearn.doctor.machine_lines import machine_lines, products
from gdlearn.exercises.exercise import Exercise
from gdlearn.machine import versions

ALWAYS = ("python", "numpy", "numeric", "tape", "torch")


@pytest.fixture(scope="module")
def found() -> Examination:
    """One examination of this installation, with the backends that are always there."""
    few = [one for one in available_backends() if one.name in ALWAYS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(self_test, "available_backends", lambda: few)
        return examine()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A self-test with two backends, so that what is broken on purpose is found quickly."""
    few = [one for one in available_backends() if one.name in ("numpy", "tape")]
    monkeypatch.setattr(self_test, "available_backends", lambda: few)


def test_an_installation_that_passes_its_tests_is_well(found: Examination) -> None:
    assert [(one.check, one.sentence) for one in found.findings if not one.ok] == []
    tested = {one.check.split()[0] for one in found.findings if one.check.endswith("agrees with the formulas")}
    assert tested == set(ALWAYS)


@pytest.mark.slow  # numba and jax compile
def test_every_backend_that_is_installed_is_tested() -> None:
    tested = {one.check.split()[0]: one for one in examine().findings if one.check.endswith("agrees with the formulas")}
    assert set(tested) == {one.name for one in available_backends() if one.installed}
    assert all(one.ok for one in tested.values())


def test_every_dtype_of_a_backend_is_tested(found: Examination) -> None:
    said = {one.check.split()[0]: one.sentence for one in found.findings}
    assert "float64" in said["torch"]
    assert "float32" in said["torch"]
    assert "float32" not in said["python"]


def test_the_versions_are_those_of_the_libraries(found: Examination) -> None:
    right = {"gdlearn": gd.__version__, "python": platform.python_version()}
    right |= {"numpy": np.__version__, "torch": torch.__version__}
    assert right.items() <= found.versions.items()
    assert "abacus" not in versions(["numpy", "abacus"])


def test_all_that_is_found_can_be_written_as_json(found: Examination) -> None:
    plain = json.loads(json.dumps(found.plain()))
    assert plain["ok"] is found.ok
    assert plain["machine"] == found.machine
    assert plain["findings"][0] == {"check": "the libraries load", "ok": True, "sentence": found.findings[0].sentence}


def broken_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    right = TapeBackend.loss_and_gradient

    def twice(self: TapeBackend, objective: gd.Objective, w: Any) -> tuple[Any, Any]:
        loss, gradient = right(self, objective, w)
        return loss, 2 * gradient

    monkeypatch.setattr(TapeBackend, "loss_and_gradient", twice)


def credulous_diagnosis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "diagnose", lambda _: SimpleNamespace(ok=True, mistakes=(), message=""))


def forgetful_file(monkeypatch: pytest.MonkeyPatch) -> None:
    right = gd.Trajectory.load

    def rounded(path: Path) -> gd.Trajectory:
        run = right(path)
        run.weights[:] = run.weights.astype("float32")
        return run

    monkeypatch.setattr(gd.Trajectory, "load", staticmethod(rounded))


def lost_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Exercise, "solution", Path("lost.py"))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("breaking", "check", "words"),
    [
        (broken_gradient, "tape agrees with the formulas", "gradient[0] is"),
        (credulous_diagnosis, "a wrong gradient is named", "without its 2 it is called ()"),
        (forgetful_file, "a file comes back as it was", "the weights came back changed"),
        (lost_exercise, "an exercise runs apart", "InputError: there is no file lost.py"),
    ],
)
def test_what_is_broken_is_found_and_nothing_else_is(
    breaking: Any, check: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    breaking(monkeypatch)
    assert main(["doctor", "--format", "json"]) == 1
    plain = json.loads(capsys.readouterr().out)
    assert plain["ok"] is False
    wrong = {one["check"]: one["sentence"] for one in plain["findings"] if not one["ok"]}
    assert list(wrong) == [check]
    assert words in wrong[check]


@pytest.mark.usefixtures("quick")
def test_the_text_fits_a_terminal_and_ends_with_the_verdict(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.rstrip().splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[-1].strip() == "All 6 checks are well"
    shown = {line.split()[0] for line in lines if line.strip()}
    assert {*BACKENDS, "Versions", "Machine", "Self-test"} <= shown
    broken_gradient(monkeypatch)
    assert main(["doctor"]) == 1
    assert capsys.readouterr().out.rstrip().splitlines()[-1].strip() == "1 of 6 checks are BROKEN"


@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_without_a_library_that_is_needed_it_says_so_and_ends_well(library: str) -> None:
    """In a Python where the library cannot be imported; no traceback, whatever else would need it."""
    code = (
        f"import sys\nsys.modules[{library!r}] = None\nfrom gdlearn.cli import main\n"
        "sys.exit(main(['doctor', '--format', 'json']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert [one["sentence"] for one in findings] == [
        f"gdlearn needs {library}, which is not installed; run: pip install {library}"
    ]


def test_an_error_is_a_line_with_its_name() -> None:
    assert attempt("it", lambda: os.environ["NO_SUCH_NAME"]).sentence == "KeyError: 'NO_SUCH_NAME'"
    assert attempt("it", lambda: gd.line(n=0).title).sentence.startswith("InputError: n is 0;")


def test_no_line_names_a_home_folder_or_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(gd.__file__).parents[1]
    monkeypatch.setattr(Path, "home", lambda: home)
    assert machine_lines()["gdlearn"].endswith(f"~{os.sep}gdlearn")
    monkeypatch.setattr("getpass.getuser", lambda: "ada")
    assert private(f"{home}/x and {home}s and /data/ada/x and /data/adam, by ada") == (
        f"~/x and {home}s and /data/user/x and /data/adam, by ada"
    )
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert private("/a/b") == "/a/b"

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1000")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert private("/a/b") == "/a/b"


def test_products_of_fewer_digits_are_said() -> None:
    assert products() == "off: float32 products keep all their digits"
    torch.set_float32_matmul_precision("high")
    try:
        assert (
            products() == "float32 products on cpu are rounded to tf32 and float32 products on cuda are rounded to tf32"
        )
    finally:
        torch.set_float32_matmul_precision("highest")


def test_a_broken_library_is_a_line_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "get_num_threads", partial(int, "many"))
    assert machine_lines()["threads"].startswith("ValueError: invalid literal")


def test_whoever_reads_along_may_stop_reading() -> None:
    """As `gdlearn doctor | head` does: the pipe is closed before everything is written, and no traceback follows."""
    code = (
        "import sys; from gdlearn.cli import main; from gdlearn.doctor import self_test\n"
        "self_test.available_backends = list\n"
        "input(); sys.exit(main(['doctor', '--format', 'json']))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write("\n")
    process.stdin.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 141
