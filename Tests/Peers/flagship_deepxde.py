"""The flagship trial in DeepXDE, timed to a distance from least squares.

usage: flagship_deepxde.py DATA.csv BASELINE.csv [--layers 2] [--neurons 16] [--points 128]
       [--residual 100] [--adam 1000] [--lbfgs 3000] [--condition hard|soft] [--seed 0]

DATA.csv is what `titrate simulate Sweeps/problems/brain4.yaml --data --seed S --replicate R` prints,
BASELINE.csv what `titrate baseline Sweeps/problems/brain4.yaml --seed S --replicates N --format csv`
does; `--replicate R` says which of its rows count. Equations, scales, network, weights, guesses and
optimizers are those of the trial in Titrate: the residuals are divided by the same rate scales, the
network gives the states over the largest datum, and the unknowns train in log space.

Prints one line of JSON: CPU seconds and the largest |log(estimate / least squares)| over the
unknowns in Cramér-Rao standard errors along the way, and the first CPU seconds at or below 0.3.
"""
import argparse
import contextlib
import csv
import io
import json
import math
import os
import time

os.environ.setdefault("DDE_BACKEND", "pytorch")
import numpy as np

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    import deepxde as dde
import torch

torch.set_num_threads(1)

STATES = ["Cbb", "Cbm", "Cccsf", "Cscsf"]
UNKNOWNS = ["PSB", "PSC", "CLeff"]
GUESSES = {"PSB": 84.0, "PSC": 0.85, "CLeff": 9.6}
START, END = 0.0, 48.0
VBB, VBM, VCCSF, VSCSF = 0.063, 1.2, 0.070, 0.080
QBRAIN, QBULK, QSSINK, QSOUT, QSIN, QCSINK = 39, 0.00525, 0.00798, 0.007182, 0.015162, 0.01302
FUBM, FBB, FBM, FC = 0.006, 0.0058188, 0.000924, 0.0538696
A, KA, KE, PSE = 0.19371, 0.17165, 0.040228, 76.44
NEAR = 0.3
"""The distance from least squares, in standard errors, whose time is told."""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("baseline")
    parser.add_argument("--replicate", type=int, default=0)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--neurons", type=int, default=16)
    parser.add_argument("--points", type=int, default=128)
    parser.add_argument("--residual", type=float, default=100)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--adam", type=int, default=1000)
    parser.add_argument("--lbfgs", type=int, default=3000)
    parser.add_argument("--history", type=int, default=50)
    parser.add_argument("--condition", choices=["hard", "soft"], default="hard")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def rates(time_, states, values):
    """The four rates; `values` has PSB, PSC and CLeff."""
    psb, psc, cleff = values
    cbb, cbm, cccsf, cscsf = states
    cart = A * KA / (KA - KE) * (torch.exp(-KE * time_) - torch.exp(-KA * time_))
    return [
        (QBRAIN * (cart - cbb) + psb * (FBM * cbm - FBB * cbb) + cleff * FUBM * cbm
         + psc * (FC * cccsf - FBB * cbb) + QSSINK * cscsf + QCSINK * cccsf) / VBB,
        (psb * (FBB * cbb - FBM * cbm) - cleff * FUBM * cbm + PSE * (FC * cccsf - FBM * cbm)
         - QBULK * cbm) / VBM,
        (PSE * (FBM * cbm - FC * cccsf) + psc * (FBB * cbb - FC * cccsf) + QBULK * cbm
         + QSOUT * cscsf - QSIN * cccsf - QCSINK * cccsf) / VCCSF,
        (QSIN * cccsf - QSOUT * cscsf - QSSINK * cscsf) / VSCSF,
    ]


def rate_scales():
    """The largest |df_s/du_s| at the guesses; here above the steepest slopes of the data."""
    psb, psc, cleff = (GUESSES[name] for name in UNKNOWNS)
    return [
        (QBRAIN + psb * FBB + psc * FBB) / VBB,
        (psb * FBM + cleff * FUBM + PSE * FBM + QBULK) / VBM,
        (PSE * FC + psc * FC + QSIN + QCSINK) / VCCSF,
        (QSOUT + QSSINK) / VSCSF,
    ]


class Distance(dde.callbacks.Callback):
    """Keeps CPU seconds and the distance from least squares at every call."""

    def __init__(self, variables, fitted, bounds, begin):
        super().__init__()
        self.variables, self.fitted, self.bounds, self.begin = variables, fitted, bounds, begin
        self.points, self.steps = [], 0

    def on_epoch_end(self):
        self.steps += 1
        if self.steps % 100 and self.model.opt_name == "adam":
            return
        self.keep()

    def keep(self):
        logs = [float(variable.detach()) for variable in self.variables]
        far = max(abs(x - math.log(f)) / b for x, f, b in zip(logs, self.fitted, self.bounds))
        self.points.append((time.process_time() - self.begin, far))


def build(options, times, values):
    scales = np.nanmax(np.abs(values), axis=0)
    slopes = rate_scales()
    variables = [dde.Variable(math.log(GUESSES[name])) for name in UNKNOWNS]

    def residual(x, y):
        moment = (x + 1) / 2 * (END - START) + START
        slope = [dde.grad.jacobian(y, x, i=i, j=0) / ((END - START) / 2) for i in range(4)]
        states = [y[:, i:i + 1] for i in range(4)]
        found = rates(moment, states, [torch.exp(v) for v in variables])
        return [(s - f) / (r * scale) for s, f, r, scale in zip(slope, found, slopes, scales)]

    def output(x, y):
        factor = torch.tanh(5 * (x + 1)) if options.condition == "hard" else 1.0
        return factor * y * torch.as_tensor(scales)

    geometry = dde.geometry.TimeDomain(-1, 1)
    inputs = (2 * (times - START) / (END - START) - 1)[:, None]
    conditions = [
        dde.icbc.PointSetBC(inputs, values[:, i:i + 1] / scales[i], component=i) for i in range(4)
    ]

    for index, condition in enumerate(conditions):
        scale = scales[index]
        condition.error = (
            lambda X, inputs, outputs, begin, end, aux_var=None, condition=condition, i=index,
            scale=scale: outputs[begin:end, i:i + 1] / scale
            - torch.as_tensor(condition.values))
    if options.condition == "soft":
        for index in range(4):
            start = dde.icbc.PointSetBC(np.array([[-1.0]]), np.zeros((1, 1)), component=index)
            scale = scales[index]
            start.error = (
                lambda X, inputs, outputs, begin, end, aux_var=None, i=index, scale=scale:
                outputs[begin:end, i:i + 1] / scale)
            conditions.append(start)
    data = dde.data.PDE(
        geometry, residual, conditions, num_domain=0, num_boundary=0,
        anchors=np.linspace(-1, 1, options.points)[:, None])
    net = dde.nn.FNN(
        [1] + [options.neurons] * options.layers + [4], "tanh", "Glorot normal")
    net.apply_output_transform(output)
    weights = [options.residual / 4] * 4 + [0.25] * len(conditions)
    return dde.Model(data, net), variables, weights


def main():
    options = arguments()
    begin = time.process_time()
    dde.config.set_default_float("float64")
    dde.config.set_random_seed(options.seed)
    rows = read(options.data)
    times = np.array([float(row["time"]) for row in rows])
    values = np.array([[float(row[name]) for name in STATES] for row in rows])
    fits = {row["parameter"]: row for row in read(options.baseline)
            if int(row["replicate"]) == options.replicate}
    fitted = [float(fits[name]["estimate"]) for name in UNKNOWNS]
    bounds = [float(fits[name]["bound"]) for name in UNKNOWNS]
    with contextlib.redirect_stdout(io.StringIO()):
        model, variables, weights = build(options, times, values)
        distance = Distance(variables, fitted, bounds, begin)
        model.compile("adam", lr=options.rate, loss_weights=weights,
                      external_trainable_variables=variables)
        model.train(iterations=options.adam, display_every=10**9, callbacks=[distance], verbose=0)
        distance.keep()
        dde.optimizers.config.set_LBFGS_options(
            maxcor=options.history, ftol=0, gtol=0, maxiter=options.lbfgs, maxfun=10**9)
        dde.optimizers.config.LBFGS_options["iter_per_step"] = 50
        dde.optimizers.config.LBFGS_options["fun_per_step"] = 10**6
        model.compile("L-BFGS", loss_weights=weights, external_trainable_variables=variables)
        model.train(display_every=10**9, callbacks=[distance], verbose=0)
        distance.keep()
    near = [seconds for seconds, far in distance.points if far <= NEAR]
    print(json.dumps({
        "deepxde": dde.__version__, "torch": torch.__version__,
        "layers": options.layers, "neurons": options.neurons, "points": options.points,
        "condition": options.condition, "residual": options.residual,
        "adam": options.adam, "lbfgs": options.lbfgs, "replicate": options.replicate,
        "cpu_seconds": distance.points[-1][0], "distance": distance.points[-1][1],
        "near": NEAR, "cpu_seconds_to_near": near[0] if near else None,
        "estimates": {n: math.exp(float(v.detach())) for n, v in zip(UNKNOWNS, variables)},
        "course": [[round(s, 2), round(f, 4)] for s, f in distance.points[:: max(1, len(distance.points) // 40)]],
    }))


if __name__ == "__main__":
    main()
