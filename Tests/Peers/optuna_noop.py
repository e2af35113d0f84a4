"""Milliseconds that Optuna takes for a trial that does nothing.

    python optuna_noop.py STORAGE TRIALS      STORAGE: sqlite or journal

Seven parameters are drawn at random and a number is returned; the trial is a call in this process,
not a process of its own. Prints the mean over all trials and over the last tenth.
"""

import os
import sys
import tempfile
import time

import optuna


def objective(trial: optuna.Trial) -> float:
    total = sum(trial.suggest_float(f"x{number}", 1e-4, 1e-1, log=True) for number in range(4))
    total += sum(trial.suggest_int(f"n{number}", 1, 64) for number in range(2))
    return total + len(trial.suggest_categorical("activation", ["tanh", "sin", "swish"]))


def storage(kind: str, folder: str) -> optuna.storages.BaseStorage:
    if kind == "sqlite":
        return optuna.storages.RDBStorage(f"sqlite:///{folder}/study.db")
    backend = optuna.storages.journal.JournalFileBackend(f"{folder}/study.log")
    return optuna.storages.JournalStorage(backend)


def main() -> None:
    kind, count = sys.argv[1], int(sys.argv[2])
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    ends: list[float] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        study = optuna.create_study(
            storage=storage(kind, folder), sampler=optuna.samplers.RandomSampler(seed=0)
        )
        begun = time.monotonic()
        study.optimize(
            objective, n_trials=count, callbacks=[lambda *_: ends.append(time.monotonic())]
        )
    part = max(1, count // 10)
    last = (ends[-1] - ends[-part - 1]) / part if count > part else ends[-1] - begun
    print(f"{(ends[-1] - begun) / count * 1000:.2f} {last * 1000:.2f} optuna {optuna.__version__}")


main()
