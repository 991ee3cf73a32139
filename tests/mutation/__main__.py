"""`python -m tests.mutation [PACKAGE ...] [--survivors]`: the score of the tests."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import time
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
KILLED = ROOT / "build" / "mutation" / "killed.txt"
# What tests load and no mutant touches: loaded once, before the first fork.
PRELOADED: tuple[str, ...] = (
    "numpy",
    "torch",
    "torch.optim",
    "torch._dynamo",
    "hypothesis.extra.numpy",
    "array_api_compat.numpy",
    "array_api_compat.torch",
    "pyarrow.parquet",
    "rich.console",
    "cyclopts",
    "matplotlib.pyplot",
)


WITHOUT = ["jax", "numba"]  # libraries with threads of their own, which a fork would lose


def prepare() -> None:
    """One thread, because threads do not survive a fork; few and always the same examples."""
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    sys.path.insert(0, str(ROOT / "src"))
    for name in PRELOADED:
        importlib.import_module(name)
    import hypothesis
    import torch

    torch.set_num_threads(1)
    hypothesis.settings.register_profile("mutation", derandomize=True, max_examples=20, database=None, deadline=None)
    hypothesis.settings.load_profile("mutation")
    gc.freeze()  # copies of this process need not look through it for garbage


def judged(name: str, package: dict[str, Any], known: set[str], explained: list[Any]) -> tuple[Any, list[Any]]:
    """The mutants of a package and their verdicts; those known to be killed, or explained, are not tried again."""
    from tests.mutation.mutants import mutants
    from tests.mutation.trial import Trial, Verdict

    files = sorted(path for pattern in package["files"] for path in ROOT.glob(pattern))
    made = [mutant for path in files for mutant in mutants(path, ROOT)]
    chosen = [mutant for mutant in made if not mutant.wording]
    killed = [Verdict(mutant, "killed", "before") for mutant in chosen if digest(mutant) in known]
    clear = [Verdict(mutant, "survived") for mutant in chosen if any(e.explains(mutant) for e in explained)]
    clear = [verdict for verdict in clear if digest(verdict.mutant) not in known]
    decided = {digest(verdict.mutant) for verdict in [*killed, *clear]}
    to_try = [mutant for mutant in chosen if digest(mutant) not in decided]
    print(f"{name}: {len(made)} mutants, {len(to_try)} to try", flush=True)

    def tell(verdict: Verdict) -> None:
        print(f"  {verdict.fate} by {verdict.by}: {verdict.mutant}", flush=True)
        if verdict.fate == "killed":
            with KILLED.open("a") as file:
                print(digest(verdict.mutant), file=file)

    verdicts = (
        to_try
        and Trial(
            ROOT,
            package["tests"],
            ["-k", " and ".join(f"not {word}" for word in WITHOUT + package.get("without", []))],
            to_try,
            tell,
        ).run()
    )
    return made, [*killed, *clear, *verdicts]


def digest(mutant: Any) -> str:
    """What a mutant is known by."""
    return sha256(f"{mutant.path}\n{mutant.text}".encode()).hexdigest()


def main(arguments: list[str]) -> int:
    """Try the mutants of the packages that are named, or of all; 0 if every survivor is explained, else 1."""
    prepare()
    from tests.mutation.score import explanations, score, write

    table = tomllib.loads((FOLDER / "packages.toml").read_text())
    explained, again = explanations(FOLDER / "explained.toml"), "--survivors" in arguments
    known = set(KILLED.read_text().split()) if again and KILLED.exists() else set()
    KILLED.parent.mkdir(parents=True, exist_ok=True)
    left = 0
    for name in [name for name in arguments if not name.startswith("-")] or list(table):
        started = time.time()
        made, verdicts = judged(name, table[name], known, explained if again else [])
        found, survivors, _ = score(made, verdicts, explained)
        print(f"{name}: {found}, {found.share:.1%} killed, in {time.time() - started:.0f} s")
        print(*(f"  {mutant}" for mutant in survivors), sep="\n", flush=True)
        write(FOLDER / "results.json", {name: found})
        left += found.survived
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
