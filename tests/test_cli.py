from __future__ import annotations

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import gdlearn as gd
from gdlearn.cli import COMMANDS, main
from gdlearn.cli.terminal import patient_bar
from gdlearn.theory import largest_stable_learning_rate

ROOT = Path(__file__).parents[1]
DIABETES = ("--data", str(ROOT / "examples/data/diabetes.csv"), "--target", "progression")


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def course_run(steps: int) -> gd.Trajectory:
    """What the command does by default, without the command."""
    data = gd.line()
    objective = gd.MeanSquaredError(data.X, data.y)
    optimizer = gd.GD(0.75 * largest_stable_learning_rate(objective))
    return gd.record(objective, gd.starting_weights(2), gd.get_backend("numpy"), optimizer, steps)


def test_the_main_job_ends_with_the_verdict_that_both_agree(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "compare")
    assert status == 0
    assert err == ""
    assert "AGREE: numpy (by hand), torch (autograd): every step differs by rounding alone" in out
    for words in ("largest stable learning rate 2/λmax = 0.0281", "closed form: weights", "least squares", "eps"):
        assert words in out


def test_no_line_of_the_main_job_is_wider_than_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = run(capsys, "compare")
    assert max(map(len, out.splitlines())) <= 80
    expected = course_run(steps=1000).gradient[-1]
    assert f"[{expected[0]:.3g}, {expected[1]:.3g}]" in out  # the widest cell of the table, unbroken


def test_the_files_hold_what_was_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = run(capsys, "compare", "--steps", "50", "--out", str(tmp_path / "new"))
    assert status == 0
    names = {"compare.png", "compare.json", "trajectory-numpy.npz", "trajectory-torch.npz"}
    assert {path.name for path in (tmp_path / "new").iterdir()} == names
    numbers = json.loads((tmp_path / "new/compare.json").read_text())
    torch = gd.Trajectory.load(tmp_path / "new/trajectory-torch.npz")
    assert len(torch) == 51
    assert numbers["rows"][-1]["weights"] == torch.weights[-1].tolist()
    for weight in torch.weights[-1]:
        assert f"{weight:.6g}" in out


def test_real_data_agree_too(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "compare", *DIABETES, "--standardise")
    assert status == 0
    assert "AGREE" in out
    assert "bmi" in out
    status, out, _ = run(capsys, "compare", *DIABETES, "--features", "bmi, bp", "--dtype", "float32", "--steps", "20")
    assert status == 0
    assert "3 weights" in out


@pytest.mark.parametrize("convention", list(gd.Convention))
def test_every_convention_walks_the_same_way(capsys: pytest.CaptureFixture[str], convention: str) -> None:
    status, out, _ = run(capsys, "compare", "--convention", convention, "--steps", "10")
    assert status == 0
    expected = course_run(steps=10).weights[-1]
    assert f"[{expected[0]:.6g}, {expected[1]:.6g}]" in out  # the default learning rate follows the convention


def test_seven_ways_to_the_gradient_take_one_trajectory(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = run(capsys, "compare", "--backends", "all", "--steps", "60", "--out", str(tmp_path))
    assert status == 0
    for name in ("numpy", "python", "numba", "numeric", "tape", "torch", "jax"):
        assert (tmp_path / f"trajectory-{name}.npz").is_file()
        assert name == "numpy" or f"{name}: gradient, shared weights" in out
    status, out, _ = run(capsys, "compare", "--backends", "all", "--dtype", "float32", "--steps", "5")
    assert status == 0
    assert "tape" in out
    assert "numeric" not in out  # differences need the digits of float64


@pytest.mark.parametrize("objective", ["huber", "logistic", "softmax", "poisson", "mlp"])
def test_every_objective_is_compared_on_drawn_data(capsys: pytest.CaptureFixture[str], objective: str) -> None:
    status, out, _ = run(capsys, "compare", "--objective", objective, "--steps", "60", "--backends", "numpy,torch,tape")
    assert status == 0
    assert "AGREE" in out
    losses = [float(loss) for loss in re.findall(r"^ *\d+ +numpy +(\S+)", out, flags=re.MULTILINE)]
    assert losses[-1] < losses[0]  # the learning rate that nobody gave descends


@pytest.mark.parametrize("rule", ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
def test_every_rule_is_compared_over_shuffled_batches(capsys: pytest.CaptureFixture[str], rule: str) -> None:
    status, out, _ = run(capsys, "compare", "--optimizer", rule, "--batch-size", "300", "--epochs", "3")
    assert status == 0
    assert "12 steps of" in out  # 1000 samples make four batches of at most 300
    assert "Shuffled(size=300, seed=0)" in out


def test_a_penalty_has_its_own_minimum(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("compare", *DIABETES, "--standardise", "--penalty", "0.5", "--backends", "numpy,torch,torch:formula")
    status, out, _ = run(capsys, *arguments)
    assert status == 0
    assert "L2(objective=MeanSquaredError(convention=mean), strength=0.5" in out
    for label in ("torch (by hand)", "torch (autograd)"):
        assert f"{label}: gradient, shared weights" in out
    bmi = next(line.split() for line in out.splitlines() if line.startswith("bmi"))
    assert len(set(bmi[1:])) == 1  # minimum, by hand, autograd, formula: the same six digits
    assert len(bmi) == 5


def test_another_seed_is_another_problem(capsys: pytest.CaptureFixture[str]) -> None:
    outs = [run(capsys, "compare", "--steps", "1", "--seed", seed)[1] for seed in ("0", "1", "0")]
    assert outs[0] == outs[2] != outs[1]


def test_disagreement_is_exit_status_1_with_the_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gdlearn.backends.torch_backend import TorchBackend

    original = TorchBackend.loss_and_gradient

    def halved(self: TorchBackend, objective: gd.Objective, w: object) -> object:
        loss, gradient = original(self, objective, w)  # type: ignore[arg-type]
        return loss, gradient / 2

    monkeypatch.setattr(TorchBackend, "loss_and_gradient", halved)
    status, out, _ = run(capsys, "compare", "--steps", "5")
    assert status == 1
    assert "DISAGREE: numpy (by hand), torch (autograd)" in out
    half = abs(course_run(steps=0).gradient[0, 0]) / 2
    assert f"at step 0 the gradient of 'x' differs by {half:.3g}" in " ".join(out.split())


def test_one_step_is_explained_in_numbers_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "explain", "--step", "3", "--rows", "2")
    assert status == 0
    expected = course_run(steps=4)
    for number in (*expected.weights[3], expected.loss[3], *expected.gradient[3], *expected.weights[4]):
        assert f"{number:.11g}"[:-1] in out
    for formula in ("ŷ = X w", "r = ŷ − y", "L = 1/n Σ r²", "2/n Xᵀr", "w ← w − η ∇L", "L.backward()"):
        assert formula in out


def test_many_features_are_explained_without_flooding_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "explain", *DIABETES, "--standardise", "--convention", "half_sum", "--rows", "1")
    assert status == 0
    assert "L = 1/2 Σ r²" in out
    assert len(out.splitlines()) < 120


BAD_INPUT = {
    "the file of --data needs a target": (("compare", *DIABETES[:2]), "needs --target COLUMN"),
    "a target needs a file": (("compare", "--target", "y"), "--target and --features name columns of a file"),
    "a file that is missing": (("compare", "--data", "no.csv", "--target", "y"), "no.csv"),
    "a column that is missing": (("compare", *DIABETES[:3], "progresion"), "progression"),
    "a feature that is missing": (("compare", *DIABETES, "--features", "bmi,blood"), "blood"),
    "a rate of zero": (("compare", "--learning-rate", "0"), "the learning rate is 0.0; it must be"),
    "a negative rate": (("compare", "--learning-rate", "-0.1"), "the learning rate is -0.1; it must be"),
    "a rate that is no number": (("compare", "--learning-rate", "fast"), '"fast"'),
    "a rate that is not finite": (("compare", "--learning-rate", "nan"), "the learning rate is nan"),
    "too large a rate": (("compare", "--learning-rate", "0.03"), "at step 1 and is"),
    "negative steps": (("compare", "--steps", "-5"), "steps is -5"),
    "half a step": (("compare", "--steps", "2.5"), "'2.5' is not a whole number"),
    "a negative seed": (("compare", "--seed", "-1"), "seed is -1"),
    "an unknown convention": (("compare", "--convention", "median"), "median"),
    "an unknown dtype": (("compare", "--dtype", "float16"), "float16"),
    "an unknown backend": (("compare", "--backends", "numpy,tpu"), "there is no backend 'tpu'"),
    "the same backend twice": (("compare", "--backends", "numpy,numpy"), "each once"),
    "the same gradient twice": (("compare", "--backends", "numpy,numpy:formula"), "each once"),
    "no backend": (("compare", "--backends", ","), "name one or more backends"),
    "an unknown option": (("compare", "--stepz", "5"), "--stepz"),
    "an unknown command": (("comprae",), "compare"),
    "steps and epochs": (("compare", "--steps", "5", "--epochs", "1"), "give one of them"),
    "negative epochs": (("compare", "--epochs", "-1"), "--epochs is -1"),
    "an empty batch": (("compare", "--batch-size", "0"), "the batch size is 0"),
    "a negative penalty": (("compare", "--penalty", "-1"), "penalty is -1.0"),
    "no hidden units": (("compare", "--objective", "mlp", "--hidden", "0"), "hidden is 0"),
    "a convention for labels": (("compare", "--objective", "logistic", "--convention", "sum"), "--objective mse"),
    "targets that are no labels": (("compare", *DIABETES, "--objective", "logistic"), "must be 0 or 1"),
    "a formula where there is none": (("compare", "--backends", "numeric:formula"), "only its own way"),
    "a way that does not exist": (("compare", "--backends", "torch:magic"), "the gradient is 'magic'"),
    "another loss taken apart": (("explain", "--objective", "huber"), "explain takes squared error apart"),
    "a step before the first": (("explain", "--step", "-1"), "counted from 0"),
    "no rows": (("explain", "--rows", "0"), "at least one sample"),
    "a step after the overflow": (("explain", "--learning-rate", "1", "--step", "500"), "it diverges"),
}


@pytest.mark.parametrize(("arguments", "words"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_is_one_sentence_and_exit_status_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    status, out, err = run(capsys, *arguments)
    assert status == 2
    assert out == ""
    assert words in err
    assert err.startswith("gdlearn: ")
    assert len(err.splitlines()) == 1


def test_an_out_that_is_a_file_is_refused_before_anything_is_computed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    status, out, err = run(capsys, "compare", "--out", str(tmp_path / "file"))
    assert status == 2
    assert out == ""
    assert "is a file; name a folder" in err
    assert (tmp_path / "file").read_text() == "mine"


def test_the_help_explains_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "compare", "--help")
    assert status == 0
    data, descent = ("data", "target", "features", "standardise"), ("dtype", "learning-rate", "seed", "steps")
    for option in (*data, *descent, "convention", "backends", "out"):
        assert f"--{option}" in out
    assert "0 they agree, 1 they do not, 2 the input cannot be used" in " ".join(out.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_of_a_command_in_the_list_is_the_first_of_its_own_help(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main([name, "--help"]) == 0
    own = " ".join(capsys.readouterr().out.split("\n\n")[1].split())
    assert own.startswith(COMMANDS[name])


def test_a_long_run_shows_a_bar_and_passes_every_step_through() -> None:
    screen = Console(file=StringIO(), force_terminal=True)
    watch = patient_bar(screen, "descending", 5, patience=0.0)
    assert list(watch(iter(range(5)))) == list(range(5))
    assert list(watch(iter([]))) == []
    assert "descending" in screen.file.getvalue()  # type: ignore[attr-defined]


def test_no_bar_goes_into_a_log_file() -> None:
    log = Console(file=StringIO(), force_terminal=False)
    assert list(patient_bar(log, "descending", 5, patience=0.0)(iter(range(5)))) == list(range(5))
    assert log.file.getvalue() == ""  # type: ignore[attr-defined]


def test_the_command_and_the_module_are_the_same_program() -> None:
    for command in ([str(Path(sys.executable).with_name("gdlearn"))], [sys.executable, "-m", "gdlearn"]):
        done = subprocess.run([*command, "compare", "--learning-rate", "-1"], capture_output=True, text=True)
        assert done.returncode == 2
        assert done.stderr.strip() == "gdlearn: the learning rate is -1.0; it must be a finite number greater than 0."
    assert done.stdout == ""
