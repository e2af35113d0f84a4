"""Measures the training step of Titrate and its peers, in turns, and writes a section of Markdown.

usage: steps.py SECTION.md [--peers jax_scan,jax_jit,torch,deepxde] [--rounds 3] [--budget 0.3]
       [--networks 2x16,3x32,4x64,5x128] [--points 128,512,2048,8192] [--kinds f64,f32]
       [--cold-rounds 3]

Each program is one live process on one core; for every network and number of points all of them are
asked in turn, in a round forwards and in the next backwards, so that what slows the machine slows
all. A figure is the median over the rounds of the median CPU time of the blocks. Without peers
(--peers '') it measures Titrate alone.
"""
import argparse
import datetime
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time

from programs import HERE, bench_program, machine

NAMES = {"titrate": "Titrate", "jax_scan": "JAX `lax.scan`", "jax_jit": "JAX `jit`",
         "torch": "PyTorch", "deepxde": "DeepXDE"}
COLD = [(3, 32, 512, "f64"), (5, 128, 8192, "f64")]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("section")
    parser.add_argument("--peers", default="jax_scan,jax_jit,torch,deepxde")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cold-rounds", type=int, default=3)
    parser.add_argument("--budget", type=float, default=0.3)
    parser.add_argument("--networks", default="2x16,3x32,4x64,5x128")
    parser.add_argument("--points", default="128,512,2048,8192")
    parser.add_argument("--kinds", default="f64,f32")
    parser.add_argument("--core", default="0")
    return parser.parse_args()


def command(name):
    if name == "titrate":
        return [bench_program()]
    return [sys.executable, os.path.join(HERE, "peer.py"), name]


def started(name, core):
    words = command(name) + (["serve"] if name == "titrate" else [])
    return subprocess.Popen(
        ["taskset", "-c", core] + words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, cwd=HERE)


def asked(process, request):
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    while True:
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"{process.args[-1]} died at {request}")
        if line.startswith("{"):
            return json.loads(line)


def measured(options, names, cells):
    """Median microseconds by (kind, layers, neurons, points, name)."""
    found = {}
    for kind in options.kinds.split(","):
        processes = {name: started(name, options.core) for name in names}
        for layers, neurons, points in cells:
            request = {"L": layers, "n": neurons, "N": points, "dt": kind,
                       "budget": options.budget}
            rounds = {name: [] for name in names}
            for number in range(options.rounds):
                for name in names if number % 2 == 0 else names[::-1]:
                    answer = asked(processes[name], request)
                    rounds[name].append(statistics.median(answer["b"]))
            for name in names:
                found[kind, layers, neurons, points, name] = statistics.median(rounds[name])
            print(kind, f"{layers}x{neurons}", points,
                  {n: round(found[kind, layers, neurons, points, n], 1) for n in names},
                  file=sys.stderr, flush=True)
        for process in processes.values():
            process.stdin.close()
            process.wait()
    return found


def cold(options, names):
    """Wall seconds to the end of the first step of a new process, its CPU seconds and memory."""
    found = {}
    for number in range(options.cold_rounds):
        for cell in COLD:
            for name in names:
                words = ["taskset", "-c", options.core] + command(name)
                begin = time.monotonic()
                process = subprocess.Popen(
                    words + ["--once"] + [str(word) for word in cell], stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL, text=True, cwd=HERE)
                text = process.stdout.read()
                _, _, usage = os.wait4(process.pid, 0)
                process.returncode = 0
                answer = json.loads([x for x in text.splitlines() if x.startswith("{")][-1])
                found.setdefault((cell, name), []).append(
                    (answer["t_first"] - begin, answer["cpu"], usage.ru_maxrss / 1024))
    return {key: [statistics.median(column) for column in zip(*rows)]
            for key, rows in found.items()}


def bounds(kind):
    """The least microseconds of a step by (layers, neurons, points), and what they rest on."""
    run = subprocess.run([bench_program(), "bound", kind], capture_output=True, text=True)
    if run.returncode != 0:
        return {}, run.stderr.strip()
    found = {}
    for line in run.stdout.splitlines():
        if line.startswith("| ") and "x" in line.split(",")[0]:
            cells = [cell.strip() for cell in line.strip("| ").split("|")]
            network, points = cells[0].split(",")
            layers, neurons = network.split("x")
            found[int(layers), int(neurons), int(points)] = float(cells[2])
    return found, run.stdout.splitlines()[0]


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |",
             "| :-- |" + " --: |" * (len(header) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def number(value):
    return f"{value:.1f}" if value < 99.95 else f"{value:.0f}"


def step_table(kind, cells, names, found, least):
    header = ["network, points"] + [NAMES[name] for name in names]
    header += ["faster than " + NAMES[name] for name in names[1:]]
    header += ["bound", "of the bound"] if least else []
    rows = []
    for cell in cells:
        times = [found[(kind, *cell, name)] for name in names]
        row = [f"{cell[0]}x{cell[1]}, {cell[2]}"] + [number(t) for t in times]
        row += [f"{t / times[0]:.2f}" for t in times[1:]]
        if least:
            row += [number(least[cell]), f"{times[0] / least[cell]:.2f}"]
        rows.append(row)
    if len(names) > 1:
        ratios = [[found[(kind, *cell, name)] / found[(kind, *cell, names[0])] for cell in cells]
                  for name in names[1:]]
        means = [math.exp(statistics.fmean(map(math.log, r))) for r in ratios]
        rows.append(["geometric mean"] + [""] * len(names) + [f"{m:.2f}" for m in means]
                    + ([""] * 2 if least else []))
        rows.append(["least"] + [""] * len(names) + [f"{min(r):.2f}" for r in ratios]
                    + ([""] * 2 if least else []))
    return table(header, rows)


def cold_table(names, found):
    header = ["program, network, points", "first step after, s", "CPU, s", "memory, MB"]
    rows = []
    for cell in COLD:
        for name in names:
            wall, cpu, memory = found[cell, name]
            rows.append([f"{NAMES[name]}, {cell[0]}x{cell[1]}, {cell[2]}",
                         f"{wall:.4f}", f"{cpu:.4f}", f"{memory:.1f}"])
    return table(header, rows)


def check(names, cell=(3, 32, 512, "f64")):
    """All programs do the same step: their losses after 100 of them."""
    lines = []
    for name in names:
        words = command(name) + ["check"] + [str(word) for word in cell]
        run = subprocess.run(words, capture_output=True, text=True, cwd=HERE)
        lines.append(f"{NAMES[name]} {run.stdout.strip().splitlines()[-1]}")
    return ", ".join(lines)


def versions(names):
    words = [subprocess.run(command(name) + ["version"], capture_output=True, text=True,
                            cwd=HERE).stdout.strip().splitlines()[-1] for name in names[1:]]
    return ", ".join(dict.fromkeys(words))


def main():
    options = arguments()
    names = ["titrate"] + [name for name in options.peers.split(",") if name]
    networks = [tuple(map(int, word.split("x"))) for word in options.networks.split(",")]
    cells = [(*network, int(points)) for network in networks
             for points in options.points.split(",")]
    begin = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    text = ["## The training step\n"]
    text.append(
        "Loss, gradient and Adam of an inverse PINN (a chain of four linear compartments, three"
        " unknown rates, 20 data of four states), one thread, CPU microseconds a step: medians over"
        f" {options.rounds} rounds in which the programs took turns. {machine()},"
        f" {datetime.date.today()}" + (f"; {versions(names)}" if len(names) > 1 else "") + ".\n")
    if len(names) > 1:
        text.append(f"The loss after 100 steps at 3x32, 512 points, f64: {check(names)}.\n")
    found = measured(options, names, cells)
    for kind in options.kinds.split(","):
        least, basis = bounds(kind)
        text.append(f"### {kind}\n")
        text.append(step_table(kind, cells, names, found, least) + "\n")
        text.append(
            f"The bound is what the matrix products take at the core's peak, and for each neuron and"
            f" point one vector tanh and seven operations; measured in this run: {basis}.\n"
            if least else f"No bound: {basis}.\n")
    text.append("### A new process, to the end of its first step\n")
    text.append(cold_table(names, cold(options, names)) + "\n")
    with open(options.section, "w") as file:
        file.write("\n".join(text))
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begin
    print(f"wrote {options.section} after {used:.0f} s of CPU time", file=sys.stderr)


if __name__ == "__main__":
    main()
