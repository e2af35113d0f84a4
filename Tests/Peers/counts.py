"""Counts what a training step does, under callgrind, and compares with the counts that are kept.

usage: counts.py SECTION.md [--record]

Counted are instructions, passes back through the network (one for each block of points: two where
an evaluation has one block of collocation points and one of data) and calls of the allocator. A
step's counts are the difference of two runs with 100 and 200 steps, which have the same start and as
many points of the learning curve. More passes or allocations than counts.json has, or more than three
hundredths more instructions, end with 1; --record keeps what was counted. All runs use the
instructions `fma`: callgrind knows no AVX-512. Six minutes, most of them callgrind's own.
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

from programs import HERE, bench_program

CELLS = [("2", "16", "128", "f64"), ("2", "16", "128", "f32"), ("3", "32", "128", "f64"),
         ("3", "32", "512", "f32"), ("4", "64", "128", "f32")]
KEPT = os.path.join(HERE, "counts.json")
STEPS = (100, 200)
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign"}
# A step's counts are whole numbers but for what the two runs do otherwise once each.
TOLERANCES = {"instructions": lambda kept: 0.03 * kept, "passes back": lambda _: 0.1,
              "allocations": lambda _: 0.1}


def calls(path):
    """How often each function was called, by the output of callgrind."""
    names, found, callee = {}, collections.Counter(), None
    with open(path) as file:
        for line in file:
            match = re.match(r"c?fn=\((\d+)\)(?: (.*))?", line)
            if match:
                if match[2]:
                    names[match[1]] = match[2].strip()
                callee = match[1]
            elif line.startswith("calls="):
                found[callee] += int(line[6:].split()[0])
    return collections.Counter({names[key]: count for key, count in found.items()})


def counted(program, cell, steps, folder):
    output = os.path.join(folder, "callgrind")
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", program, "check", *cell,
         str(steps)], capture_output=True, text=True,
        env={**os.environ, "TITRATE_INSTRUCTIONS": "fma"})
    match = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not match:
        sys.exit(f"callgrind failed: {run.stderr.strip().splitlines()[-1]}")
    by_name = calls(output)
    return {"instructions": int(match[1]), "passes back": by_name["network_backward"],
            "allocations": sum(by_name[name] for name in ALLOCATORS)}


def step(program, cell, folder):
    few, many = (counted(program, cell, steps, folder) for steps in STEPS)
    return {name: round((many[name] - few[name]) / (STEPS[1] - STEPS[0]), 1) for name in few}


def main():
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        # Debug information of the toolchain's linker is more than valgrind 3.19 can read.
        program = os.path.join(folder, "titrate-bench")
        subprocess.run(["strip", "-g", "-o", program, bench_program()], check=True)
        for cell in CELLS:
            found["{}x{}, {} points, {}".format(*cell)] = step(program, cell, folder)
    if "--record" in sys.argv:
        with open(KEPT, "w") as file:
            json.dump(found, file, indent=2)
            file.write("\n")
    with open(KEPT) as file:
        kept = json.load(file)
    lines = ["## What a step does\n",
             "Counted under callgrind with the instructions fma, beside the counts kept.\n",
             "| network, points | instructions | kept | passes back | allocations |",
             "| :-- | --: | --: | --: | --: |"]
    excesses = []
    for cell, counts in found.items():
        lines.append(f"| {cell} | {counts['instructions']:,.0f} | {kept[cell]['instructions']:,.0f}"
                     f" | {counts['passes back']:.0f} | {abs(counts['allocations']):.0f} |")
        excesses += [
            f"{cell}: {counts[name]:,.0f} {name} a step, {kept[cell][name]:,.0f} kept"
            for name, tolerance in TOLERANCES.items()
            if counts[name] > kept[cell][name] + tolerance(kept[cell][name])]
    with open(sys.argv[1], "w") as file:
        file.write("\n".join(lines) + "\n")
    print("\n".join(lines), *excesses, sep="\n")
    sys.exit(1 if excesses else 0)


if __name__ == "__main__":
    main()
