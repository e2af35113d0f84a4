"""One peer as a process that speaks as `titrate-bench` does.

usage: peer.py NAME                     answers requests {"L": 3, "n": 32, "N": 512, "dt": "f64",
                                        "budget": 0.3}, a line each, with {"us": …, "b": […]}: CPU
                                        microseconds a step, one value for each block of 20 ms
       peer.py NAME --once L n N f64    one step; when it ended and the CPU time until then
       peer.py NAME check L n N f64     the loss after 100 steps
       peer.py NAME version
NAME is jax_scan, jax_jit, torch or deepxde.
"""
import importlib
import json
import resource
import statistics
import sys
import time

from programs import set_one_thread

set_one_thread()
family, _, variant = sys.argv[1].partition("_")
module = importlib.import_module("peer_" + family)


def blocks(step, budget):
    """CPU microseconds a step, for each of some blocks of at least 20 ms."""
    if hasattr(step, "measured"):
        return [seconds * 1e6 for seconds in step.measured(budget)]
    clock = time.process_time
    begin = clock()
    step()
    once = clock() - begin
    warm = clock() + min(0.1, budget / 3)
    while clock() < warm:
        begin = clock()
        step()
        once = min(once, clock() - begin)
    count = max(1, int(0.02 / once))
    found, end = [], clock() + budget
    while clock() < end or len(found) < (2 if once > 0.3 else 3):
        begin = clock()
        for _ in range(count):
            step()
        found.append((clock() - begin) / (count * step.steps) * 1e6)
    return found


def made(words):
    layers, neurons, points = (int(word) for word in words[:3])
    return module.Step(layers, neurons, points, words[3], variant)


def check(step):
    if hasattr(step, "run_many"):
        step.run_many(100)
    else:
        for _ in range(100 // step.steps):
            step()
    return step.value()


def once(step):
    step()
    now = time.monotonic()
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"t_first": now, "cpu": sum(u.ru_utime + u.ru_stime for u in usage)}


def serve():
    key, step = None, None
    for line in sys.stdin:
        request = json.loads(line)
        words = [request[name] for name in ("L", "n", "N", "dt")]
        if key != words:
            key, step = words, made(words)
            step()
        found = blocks(step, request["budget"])
        print(json.dumps({"us": statistics.median(found), "us_min": min(found), "b": found}),
              flush=True)


command = sys.argv[2:3]
if command == ["version"]:
    print(module.VERSION)
elif command == ["check"]:
    print(repr(check(made(sys.argv[3:]))))
elif command == ["--once"]:
    print(json.dumps(once(made(sys.argv[3:]))))
else:
    serve()
