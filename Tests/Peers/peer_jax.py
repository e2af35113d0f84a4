"""The step in JAX: compiled one by one (`jit`), or many in one fused loop (`scan`)."""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from chain4 import DECAY1, DECAY2, END, EPSILON, K10, K21, K34, KIN, RATE, Problem

jax.config.update("jax_enable_x64", True)
VERSION = f"JAX {jax.__version__}"


def network(layers, inputs):
    values = inputs
    for weights, biases in layers[:-1]:
        values = jnp.tanh(values @ weights + biases)
    weights, biases = layers[-1]
    return values @ weights + biases


def loss_of(problem, kind):
    cast = lambda array: jnp.asarray(np.asarray(array), kind)
    points, plasma, data = cast(problem.points), cast(problem.plasma), cast(problem.data)
    known = cast(np.vstack([[[-1.0]], problem.data_times]))
    slopes = jnp.full_like(points, 2 / END)

    def loss(parameters):
        layers, logs = parameters
        u, rates = jax.jvp(partial(network, layers), (points,), (slopes,))
        seen = network(layers, known)
        k12, k23, k40 = jnp.exp(logs)
        u1, u2, u3, u4 = (u[:, i:i + 1] for i in range(4))
        expected = jnp.concatenate([
            KIN * plasma - (k12 + K10) * u1 + K21 * u2, k12 * u1 - (K21 + k23) * u2,
            k23 * u2 - K34 * u3, K34 * u3 - k40 * u4], 1)
        return (jnp.mean((seen[1:] - data) ** 2) + jnp.mean(seen[:1] ** 2)
                + jnp.mean((rates - expected) ** 2))

    layers = [(cast(w), cast(b)) for w, b in problem.layers]
    return loss, (layers, cast(problem.logs))


class Step:
    def __init__(self, layers, neurons, points, kind, variant):
        kind = jnp.float64 if kind == "f64" else jnp.float32
        loss, parameters = loss_of(Problem(layers, neurons, points), kind)
        tree = jax.tree_util.tree_map

        def advance(state):
            p, m, v, count = state
            value, g = jax.value_and_grad(loss)(p)
            count += 1
            m = tree(lambda m, g: DECAY1 * m + (1 - DECAY1) * g, m, g)
            v = tree(lambda v, g: DECAY2 * v + (1 - DECAY2) * g * g, v, g)
            c1 = (1 - DECAY1 ** count.astype(kind)).astype(kind)
            c2 = (1 - DECAY2 ** count.astype(kind)).astype(kind)
            p = tree(lambda p, m, v: p - RATE * (m / c1) / (jnp.sqrt(v / c2) + EPSILON), p, m, v)
            return (p, m, v, count), value

        zeros = lambda: tree(jnp.zeros_like, parameters)
        self.state = (parameters, zeros(), zeros(), jnp.zeros((), jnp.int32))
        self.steps, self.loss = 1, loss
        self.run = jax.jit(advance, donate_argnums=0)
        if variant == "scan":
            self.steps = 100 if points * neurons * neurons * layers < 3e7 else 5
            self.run = jax.jit(
                lambda state: jax.lax.scan(
                    lambda carry, _: advance(carry), state, None, length=self.steps),
                donate_argnums=0)

    def __call__(self):
        self.state, value = self.run(self.state)
        jax.block_until_ready(value)

    def value(self):
        return float(self.loss(self.state[0]))
