"""Measures what the cost of a training step depends on, and writes a section of Markdown.

usage: traits.py SECTION.md

The residual's share on the brain model, the cost by states and neurons, its growth with points and
layers, and a process's memory by points. Ends with 1 where a figure is beyond what it should be.
"""
import datetime
import json
import math
import os
import re
import subprocess
import sys
import tempfile

from programs import HERE, bench_program, machine

ROUNDS = 3


class Bench:
    """A live titrate-bench; figures are the least of some rounds, in microseconds a step."""

    def __init__(self):
        self.process = subprocess.Popen(
            [bench_program(), "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def steps(self, requests):
        """The figures of some requests that take turns."""
        found = [math.inf] * len(requests)
        for _ in range(ROUNDS):
            for index, request in enumerate(requests):
                self.process.stdin.write(json.dumps({"budget": 0.1, **request}) + "\n")
                self.process.stdin.flush()
                answer = json.loads(self.process.stdout.readline())
                if "error" in answer:
                    sys.exit(f"{request}: {answer['error']}")
                found[index] = min(found[index], answer["us_min"])
        return found


def cell(layers, neurons, points, kind="f64", **more):
    return {"L": layers, "n": neurons, "N": points, "dt": kind, **more}


def written(folder, name, problem, states, times=20):
    """A problem file with a table of data for all states."""
    with open(os.path.join(folder, name + ".csv"), "w") as file:
        file.write("time," + ",".join(states) + "\n")
        for row in range(1, times + 1):
            numbers = [f"{0.1 + 0.01 * row:.2f}"] * len(states)
            file.write(f"{2.4 * row:.1f}," + ",".join(numbers) + "\n")
    path = os.path.join(folder, name + ".yaml")
    with open(path, "w") as file:
        file.write(problem + f"data: {{file: {name}.csv}}\n")
    return path


def brain(folder, name, bare=False):
    """The brain model; with `bare` its rates are single unknowns."""
    with open(os.path.join(HERE, "../../Sweeps/problems/brain4.yaml")) as file:
        text = file.read().split("data:\n")[0]
    if bare:
        head, tail = text.split("states:\n")
        unknowns = iter(["PSB", "PSC", "CLeff", "PSB"])
        tail = re.sub(r"rate: (>-\n(      .*\n)+|.*\n)", lambda _: f"rate: {next(unknowns)}\n", tail)
        text = head + "states:\n" + tail
    return written(folder, name, text, ["Cbb", "Cbm", "Cccsf", "Cscsf"])


def chain(folder, states):
    names = [f"u{i}" for i in range(1, states + 1)]
    rates = ["1 - k*u1"] + [f"k*u{i - 1} - 0.3*u{i}" for i in range(2, states + 1)]
    text = ("name: chain\ntitle: A chain\ntime: {start: 0, end: 48, unit: h}\n"
            "unknowns:\n  k: {guess: 0.5, unit: 1/h}\nstates:\n")
    text += "".join(f'  {name}: {{initial: 0, rate: "{rate}"}}\n'
                    for name, rate in zip(names, rates))
    return written(folder, f"chain{states}", text, names)


def next_eight(number):
    return (number + 7) // 8 * 8


def peak_memory(points):
    """MB of a process that makes one step at 3x32."""
    process = subprocess.Popen(
        [bench_program(), "--once", "3", "32", str(points), "f64"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        sys.exit(f"one step at {points} points failed")
    return usage.ru_maxrss / 1024


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "| :-- |" + " --: |" * (len(header) - 1)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


def residual_share(bench, folder, faults):
    paths = brain(folder, "brain4"), brain(folder, "bare", bare=True)
    rows = []
    for points in 128, 512, 2048:
        with_rates, bare = bench.steps([cell(3, 32, points, problem=path) for path in paths])
        share = 1 - bare / with_rates
        rows.append([str(points), f"{with_rates:.1f}", f"{bare:.1f}", f"{100 * share:.1f} %"])
        if share >= 0.15:
            faults.append(f"the residual takes {100 * share:.1f} % of a step at {points} points")
    return ["The brain model at 3x32, and the same with rates of one unknown each:", ""] + table(
        ["points", "step, µs", "without rates, µs", "the residual's share"], rows)


def by_size(title, sizes, times, faults):
    """Rows of sizes beside the next multiple of 8."""
    rows = []
    for size in sizes:
        ratio = times[size] / times[next_eight(size)]
        rows.append([str(size), f"{times[size]:.0f}", f"{ratio:.2f}"])
        if ratio > 1.6:
            faults.append(f"{size} {title} cost {ratio:.2f} times the next multiple of 8")
    return table([title, "step, µs", "of the next multiple of 8"], rows)


def state_costs(bench, folder, faults):
    sizes = list(range(1, 21)) + [24]
    times = dict(zip(sizes, bench.steps(
        [cell(3, 32, 512, problem=chain(folder, size)) for size in sizes])))
    return ["A chain of states at 3x32, 512 points:", ""] + by_size(
        "states", sizes[:-1], times, faults)


def neuron_costs(bench, faults):
    odd = [3, 5, 9, 11, 13, 17, 20, 23, 27, 31, 33, 41, 50, 57, 65, 75, 100]
    sizes = sorted({*odd, *map(next_eight, odd)})
    text = []
    for kind in "f64", "f32":
        times = dict(zip(sizes, bench.steps([cell(3, size, 512, kind) for size in sizes])))
        text += [f"Three layers, 512 points, {kind}:", ""] + by_size("neurons", odd, times, faults)
    return text


def growth(bench, faults):
    points = [512, 2048, 8192, 32768, 131072]
    times = bench.steps([cell(3, 32, number) for number in points])
    each = [time / number for time, number in zip(times, points)]
    layers = [2, 4, 6, 8, 10]
    deep = bench.steps([cell(number, 32, 512) for number in layers])
    more = [(deep[i] - deep[i - 1]) / 2 for i in range(1, len(deep))]
    for name, numbers in ("point", each), ("layer", more):
        if max(numbers) > 1.25 * min(numbers):
            faults.append(f"a {name} costs from {min(numbers):.2f} to {max(numbers):.2f} µs")
    return (["3x32, by points:", ""]
            + table(["points", "step, µs", "a point, µs"],
                    [[str(n), f"{t:.0f}", f"{e:.3f}"] for n, t, e in zip(points, times, each)])
            + ["Layers of 32, 512 points:", ""]
            + table(["layers", "step, µs", "each layer more, µs"],
                    [[str(n), f"{t:.0f}", f"{m:.1f}" if m else ""]
                     for n, t, m in zip(layers, deep, [None, *more])]))


def memory(faults):
    points = [512, 8192, 65536, 250000, 1000000]
    sizes = [peak_memory(number) for number in points]
    each = [(b - a) * 2**20 / (n - m)
            for a, b, m, n in zip(sizes, sizes[1:], points, points[1:])]
    if each[-1] > 1.1 * each[-2]:
        faults.append(f"a point takes {each[-2]:.0f} bytes, and {each[-1]:.0f} where there are more")
    return ["Peak memory of a process that makes one step at 3x32. A point itself is its time, two"
            " rows of inputs, two of the initial condition's factor, its presence and what the"
            " equations make of the time; the network's own space does not grow:", ""] + table(
        ["points", "peak, MB", "each point more, bytes"],
        [[str(n), f"{s:.1f}", f"{e:.0f}" if e else ""]
         for n, s, e in zip(points, sizes, [None, *each])])


def main():
    faults, bench = [], Bench()
    with tempfile.TemporaryDirectory() as folder:
        text = ["## What the cost of a step depends on", "",
                f"CPU time, double precision where none is named; the least of {ROUNDS} rounds."
                f" {machine()}, {datetime.date.today()}.", ""]
        text += residual_share(bench, folder, faults)
        text += state_costs(bench, folder, faults)
        text += neuron_costs(bench, faults)
        text += growth(bench, faults)
        text += memory(faults)
    bench.process.stdin.close()
    bench.process.wait()
    with open(sys.argv[1], "w") as file:
        file.write("\n".join(text).rstrip() + "\n")
    print(*faults, sep="\n")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
