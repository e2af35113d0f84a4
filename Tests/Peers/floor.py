"""How long Titrate and DeepXDE take from the flagship's data to least squares on them.

usage: floor.py STORE SECTION.md [--sweep brain4-floor-fresh] [--data-sets 3]

STORE holds the finished sweep with its baseline (`make bench-floor`). Of its configurations that
with Adam and then L-BFGS is what DeepXDE trains too: the same network, points, scales, weights,
guesses, steps and data. Titrate's time is the whole trial's; DeepXDE's ends when its unknowns first
come as near to least squares as 0.3 standard errors.
"""
import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile

from programs import HERE, set_one_thread
from steps import machine, table

PROBLEM = os.path.join(HERE, "../../Sweeps/problems/brain4.yaml")
TITRATE = os.environ.get("TITRATE", os.path.join(HERE, "../../.build/release/titrate"))
SETTINGS = {"layers": "2", "neurons": "16", "points": "128", "residual": "100", "adam": "1000",
            "lbfgs": "3000", "condition": "hard"}


def titrate(*words):
    return subprocess.run([TITRATE, *words], check=True, capture_output=True, text=True).stdout


def trials(store, sweep):
    """Replicate, seed, CPU seconds and distance of the configuration's trials."""
    text = titrate("query", "--store", store, "--format", "json", f"""
        SELECT replicate, seed, cpu_seconds, excess_error FROM trials
        JOIN sweeps USING (sweep) JOIN excess_errors USING (sweep, trial)
        WHERE sweep = '{sweep}' AND optimizer = 'adam+lbfgs' ORDER BY replicate""")
    return json.loads(text)


def deepxde(seed, replicate, folder):
    data, fits = os.path.join(folder, "data.csv"), os.path.join(folder, "fits.csv")
    with open(data, "w") as file:
        file.write(titrate("simulate", PROBLEM, "--data", "--seed", str(seed),
                           "--replicate", str(replicate)))
    with open(fits, "w") as file:
        file.write(titrate("baseline", PROBLEM, "--seed", str(seed), "--format", "csv",
                           "--no-posterior",
                           "--replicates", str(replicate + 1)))
    words = [word for name, value in SETTINGS.items() for word in (f"--{name}", value)]
    run = subprocess.run(
        [sys.executable, os.path.join(HERE, "flagship_deepxde.py"), data, fits,
         "--replicate", str(replicate), *words], check=True, capture_output=True, text=True)
    return json.loads([x for x in run.stdout.splitlines() if x.startswith("{")][-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store")
    parser.add_argument("section")
    parser.add_argument("--sweep", default="brain4-floor-fresh")
    parser.add_argument("--data-sets", type=int, default=3)
    options = parser.parse_args()
    set_one_thread()
    rows, ratios, version = [], [], ""
    with tempfile.TemporaryDirectory() as folder:
        for trial in trials(options.store, options.sweep)[:options.data_sets]:
            peer = deepxde(trial["seed"], trial["replicate"], folder)
            version = peer["deepxde"]
            near = peer["cpu_seconds_to_near"]
            if near is not None:
                ratios.append(near / trial["cpu_seconds"])
            rows.append([
                str(trial["replicate"]), f"{trial['cpu_seconds']:.3f}",
                f"{trial['excess_error']:.3f}", "never" if near is None else f"{near:.1f}",
                f"{peer['cpu_seconds']:.1f}", f"{peer['distance']:.3f}",
                "" if near is None else f"{ratios[-1]:.0f}"])
            print(rows[-1], file=sys.stderr, flush=True)
    header = ["data set", "Titrate, CPU s", "distance", "DeepXDE to 0.3, CPU s",
              "DeepXDE to its end, CPU s", "distance at its end", "times longer"]
    text = ["## From data to least squares\n",
            "The flagship: 2x16 tanh, 128 collocation points, hard initial condition, residual weight"
            " 100, 1,000 Adam steps and up to 3,000 L-BFGS iterations, in both programs. The"
            " distance is the largest |log(estimate / least squares)| over the three unknowns in"
            f" Cramér-Rao standard errors. {machine()}, {datetime.date.today()};"
            f" DeepXDE {version}.\n", table(header, rows) + "\n"]
    if ratios:
        text.append(f"Median: DeepXDE takes {statistics.median(ratios):.0f} times as long.\n")
    with open(options.section, "w") as file:
        file.write("\n".join(text))


if __name__ == "__main__":
    main()
