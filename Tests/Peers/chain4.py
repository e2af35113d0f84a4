"""The inverse problem of `titrate-bench` for its peers: a chain of four compartments, three unknowns.

A step is the loss, its gradient and Adam for a tanh network of [neurons] * layers on the time mapped
to [-1, 1]: the mean squares of 20 x 4 data, of 4 initial values and of the residuals at N equally
spaced points, added up. The unknown rate constants train as logarithms.
"""
import json
import subprocess

import numpy as np

from programs import bench_program

END = 24.0
KIN, K10, K21, K34 = 0.6, 0.3, 0.5, 0.35
RATE, DECAY1, DECAY2, EPSILON = 1e-3, 0.9, 0.999, 1e-8


class Problem:
    """Data, collocation points and the parameters that a training starts from."""

    def __init__(self, layers, neurons, points):
        text = subprocess.run(
            [bench_program(), "problem", str(layers), str(neurons)], check=True,
            capture_output=True, text=True).stdout
        given = json.loads(text)
        self.data_times = self.mapped(np.array(given["times"]))[:, None]
        self.data = np.array(given["values"]).reshape(-1, 4)
        times = np.linspace(0, END, points)[:, None]
        self.points = self.mapped(times)
        self.plasma = 8.0 * np.exp(-1.2 * times) + 2.0 * np.exp(-0.15 * times)
        self.layers, self.logs = self.unpacked(np.array(given["parameters"]), layers, neurons)

    @staticmethod
    def mapped(times):
        return 2 * times / END - 1

    @staticmethod
    def unpacked(parameters, layers, neurons):
        """Weights (inputs, outputs) and biases of each layer, then the logarithms of the unknowns.

        In a layer the parameters stand output by output: its weights, then its bias.
        """
        sizes = [1] + [neurons] * layers + [4]
        found, place = [], 0
        for inputs, outputs in zip(sizes[:-1], sizes[1:]):
            count = (inputs + 1) * outputs
            block = parameters[place:place + count].reshape(outputs, inputs + 1)
            found.append((block[:, :-1].T.copy(), block[:, -1].copy()))
            place += count
        return found, parameters[place:]
