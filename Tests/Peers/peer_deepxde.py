"""The step in DeepXDE with PyTorch, derivatives by reverse mode, which is its default."""
import contextlib
import io
import time

import numpy as np

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    import deepxde as dde
import torch

from chain4 import END, K10, K21, K34, KIN, RATE, Problem

torch.set_num_threads(1)
VERSION = f"DeepXDE {dde.__version__}"


class Marks(dde.callbacks.Callback):
    """The CPU time after every step, until a budget is used up."""

    def __init__(self, budget=None):
        super().__init__()
        self.end = None if budget is None else time.process_time() + budget
        self.times = []

    def on_epoch_end(self):
        self.times.append(time.process_time())
        if self.end is not None and self.times[-1] > self.end and len(self.times) > 3:
            self.model.stop_training = True


class Step:
    steps = 1

    def __init__(self, layers, neurons, points, kind, variant):
        problem = Problem(layers, neurons, points)
        dde.config.set_default_float("float64" if kind == "f64" else "float32")
        logs = [dde.Variable(float(value)) for value in problem.logs]

        def residuals(x, y):
            slopes = [dde.grad.jacobian(y, x, i=i, j=0) * (2 / END) for i in range(4)]
            time_ = (x + 1) / 2 * END
            plasma = 8.0 * torch.exp(-1.2 * time_) + 2.0 * torch.exp(-0.15 * time_)
            k12, k23, k40 = (torch.exp(value) for value in logs)
            u1, u2, u3, u4 = (y[:, i:i + 1] for i in range(4))
            return [
                slopes[0] - (KIN * plasma - (k12 + K10) * u1 + K21 * u2),
                slopes[1] - (k12 * u1 - (K21 + k23) * u2),
                slopes[2] - (k23 * u2 - K34 * u3), slopes[3] - (K34 * u3 - k40 * u4)]

        start = np.array([[-1.0]])
        parts = [dde.icbc.PointSetBC(start, np.zeros((1, 1)), component=i) for i in range(4)]
        parts += [dde.icbc.PointSetBC(problem.data_times, problem.data[:, i:i + 1], component=i)
                  for i in range(4)]
        data = dde.data.PDE(
            dde.geometry.TimeDomain(-1, 1), residuals, parts, num_domain=0, num_boundary=0,
            anchors=problem.points)
        net = dde.nn.FNN([1] + [neurons] * layers + [4], "tanh", "Glorot uniform")
        for linear, (weights, biases) in zip(net.linears, problem.layers):
            with torch.no_grad():
                linear.weight.copy_(torch.as_tensor(weights.T))
                linear.bias.copy_(torch.as_tensor(biases))
        self.model = dde.Model(data, net)
        with contextlib.redirect_stdout(io.StringIO()):
            self.model.compile("adam", lr=RATE, external_trainable_variables=logs,
                               loss_weights=[0.25] * 12)

    def train(self, count, marks):
        with contextlib.redirect_stdout(io.StringIO()):
            self.model.train(
                iterations=count, display_every=10**9, callbacks=[marks], verbose=0)

    def __call__(self):
        self.train(1, Marks())

    def measured(self, budget):
        """CPU seconds of each step within a budget."""
        self.train(5, Marks())
        marks = Marks(budget)
        self.train(10**6, marks)
        return list(np.diff(marks.times))

    def run_many(self, count):
        self.train(count, Marks())

    def value(self):
        return float(np.sum(self.model.train_state.loss_train))
