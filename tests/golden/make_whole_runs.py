"""Makes whole_runs.json: python make_whole_runs.py

Whole runs by the formulas of the documentation, in NumPy, with the data and the scaling of scikit-learn: every
step from the points to the losses of each epoch, and of the test after it. Which labels are flipped and which
samples are for training is drawn by xoshiro256++ (Blackman and Vigna, seeded by SplitMix64) and by selection
sampling (Knuth's algorithm S), with whole numbers below a bound by Canon's method, as the crate rand has it.
"""

import json
import math
import platform
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import make_blobs, make_moons
from sklearn.preprocessing import StandardScaler

MASK = (1 << 64) - 1
FLIPS, SPLIT = 1, 2
ALL = "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2"
FEATURES = {
    "x1": lambda a, b: a, "x2": lambda a, b: b, "x1^2": lambda a, b: a * a, "x2^2": lambda a, b: b * b,
    "x1x2": lambda a, b: a * b, "sinx1": lambda a, b: np.sin(a), "sinx2": lambda a, b: np.sin(b),
}


class Xoshiro:
    def __init__(self, seed):
        self.state = []
        for _ in range(4):
            seed = (seed + 0x9E3779B97F4A7C15) & MASK
            z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            self.state.append(z ^ (z >> 31))

    def next(self):
        def rotated(x, by):
            return ((x << by) | (x >> (64 - by))) & MASK

        s = self.state
        result = (rotated((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotated(s[3], 45)
        return result

    def below(self, bound):
        high, low = divmod(self.next() * bound, 1 << 64)
        if low > -bound & MASK:
            high += low + (self.next() * bound >> 64) > MASK
        return high


def select(wanted, samples, purpose, seed):
    random, selected = Xoshiro(purpose << 32 | seed), []
    for left in range(samples, 0, -1):
        selected.append(random.below(left) < wanted)
        wanted -= selected[-1]
    return np.array(selected)


def alpha(o, t):
    gamma, period = o.get("gamma", 0.1), o.get("period", 30)
    return o["alpha"] * {
        "constant": lambda: 1, "step": lambda: gamma ** (t // period), "exponential": lambda: gamma ** (t / period),
        "inverse": lambda: 1 / (1 + t / period), "cosine": lambda: (1 + math.cos(math.pi * t / o["epochs"])) / 2,
    }[o["schedule"]]()


def stepped(o, w, g, a, m, v, t):
    name, momentum = o["optimizer"], 0.9
    if name == "sgd":
        return w - a * g, m, v
    if name in ("momentum", "nesterov"):
        m = momentum * m + g
        return w - a * (m if name == "momentum" else g + momentum * m), m, v
    if name == "adagrad":
        v = v + g * g
        return w - a * g / (np.sqrt(v) + 1e-10), m, v
    if name == "rmsprop":
        v = 0.99 * v + 0.01 * g * g
        return w - a * g / (np.sqrt(v) + 1e-8), m, v
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    return w - a * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), m, v


def sums(x, y, w):
    """The probabilities, and the sums of the squared errors and of the cross-entropies."""
    score = x @ w
    p = 1 / (1 + np.exp(-score))
    return p, ((p - y)**2).sum(), np.logaddexp(0, np.where(y > 0.5, -score, score)).sum()


def slopes(o, p, y):
    """The derivative of the objective by the score, for each sample."""
    return 2 * (p - y) * p * (1 - p) if o.get("objective") == "squared" else p - y


def train(o):
    n, noise, seed = o["samples"], o["noise"], o["seed"]
    points, y = (make_blobs(n, centers=2, cluster_std=noise, random_state=seed) if o["family"] == "blobs"
                 else make_moons(n, noise=noise, random_state=seed))
    y = y.astype(float)
    flipped = select(math.floor(o["flip"] * n / 100 + 0.5), n, FLIPS, seed)
    y[flipped] = 1 - y[flipped]
    chosen = np.column_stack([FEATURES[name](*points.T) for name in o["features"].split(",")])
    is_training = select(o["train-share"] * n // 100, n, SPLIT, seed)
    mean, deviation = np.zeros(chosen.shape[1]), np.ones(chosen.shape[1])
    if o["standardize"] == "on":
        scaler = StandardScaler().fit(chosen[is_training])
        mean, deviation = scaler.mean_, scaler.scale_
    x = np.column_stack([np.ones(n), (chosen - mean) / deviation])
    x, test_x, y, test_y = x[is_training], x[~is_training], y[is_training], y[~is_training]
    if o.get("order") == "sorted":
        places = np.argsort(y, kind="stable")
        x, y = x[places], y[places]
    w = np.random.RandomState(o["init-seed"]).uniform(size=x.shape[1])
    order, m, v, t, epochs = np.random.RandomState(o["init-seed"]), np.zeros_like(w), np.zeros_like(w), 0, []
    size = len(y) if o["batch-size"] == "all" else o["batch-size"]
    for epoch in range(o["epochs"]):
        places = order.permutation(len(y)) if o["shuffle"] == "on" else np.arange(len(y))
        squares = entropies = batches = 0
        for start in range(0, len(y), size):
            batch = places[start:start + size]
            p, square, entropy = sums(x[batch], y[batch], w)
            squares, entropies, batches, t = squares + square, entropies + entropy, batches + 1, t + 1
            gradient, a = x[batch].T @ slopes(o, p, y[batch]) / len(batch), alpha(o, epoch)
            if o["regularization"] == "l2":
                gradient[1:] += o["regularization-rate"] * w[1:]
            w, m, v = stepped(o, w, gradient, a, m, v, t)
            if o["regularization"] == "l1":
                w[1:] = np.sign(w[1:]) * np.maximum(0, np.abs(w[1:]) - a * o["regularization-rate"])
        own = w / np.append(1, deviation)
        own[0] -= own[1:] @ mean
        _, test_squares, test_entropies = sums(test_x, test_y, w)
        epochs.append({
            "losses": [squares / batches, squares / len(y), entropies / len(y)],
            "test_losses": [test_squares / (len(test_y) * batches / len(y)), test_squares / len(test_y),
                            test_entropies / len(test_y)],
            "right": int(((x @ w > 0) == (y > 0.5)).sum()),
            "test_right": int(((test_x @ w > 0) == (test_y > 0.5)).sum()),
            "weights": own.tolist(),
        })
    return epochs


RUNS = [
    {"family": "moons", "samples": 301, "noise": 0.3, "seed": 5, "flip": 7, "train-share": 63,
     "features": "x1,x2,x1^2,x1x2,sinx2", "standardize": "on", "optimizer": "adam", "alpha": 0.05,
     "schedule": "cosine", "regularization": "l2", "regularization-rate": 0.02, "batch-size": 17, "shuffle": "on",
     "init-seed": 11, "epochs": 12},
    {"family": "blobs", "samples": 400, "noise": 5, "seed": 95, "flip": 10, "train-share": 80, "features": "x1,x2",
     "standardize": "on", "optimizer": "nesterov", "alpha": 0.02, "schedule": "step", "gamma": 0.5, "period": 4,
     "regularization": "l1", "regularization-rate": 0.1, "batch-size": 32, "shuffle": "off", "init-seed": 0,
     "epochs": 12},
    {"family": "moons", "samples": 150, "noise": 0.2, "seed": 3, "flip": 0, "train-share": 34, "features": ALL,
     "standardize": "off", "optimizer": "rmsprop", "alpha": 0.03, "schedule": "inverse", "period": 5,
     "regularization": "none", "batch-size": "all", "shuffle": "off", "init-seed": 2, "epochs": 20},
    {"family": "blobs", "samples": 97, "noise": 6, "seed": 1, "flip": 50, "train-share": 90, "features": "x2,x1x2",
     "standardize": "on", "optimizer": "adagrad", "alpha": 0.5, "schedule": "exponential", "gamma": 0.9, "period": 2,
     "regularization": "l2", "regularization-rate": 0.3, "batch-size": 1, "shuffle": "on", "init-seed": 9,
     "epochs": 6},
    {"family": "moons", "samples": 211, "noise": 0.3, "seed": 8, "flip": 10, "train-share": 70, "order": "sorted",
     "features": "x1,x2", "standardize": "off", "optimizer": "momentum", "alpha": 0.2, "schedule": "constant",
     "regularization": "none", "batch-size": 13, "shuffle": "off", "init-seed": 3, "epochs": 6},
    {"family": "blobs", "samples": 120, "noise": 7, "seed": 2, "flip": 25, "train-share": 80, "order": "sorted",
     "features": "x1,x2", "standardize": "on", "optimizer": "adam", "alpha": 0.1, "schedule": "constant",
     "regularization": "none", "batch-size": 10, "shuffle": "on", "init-seed": 4, "epochs": 6},
    {"family": "blobs", "samples": 400, "noise": 5, "seed": 95, "flip": 0, "train-share": 80, "features": "x1,x2",
     "objective": "squared", "standardize": "off", "optimizer": "sgd", "alpha": 0.1, "schedule": "constant",
     "regularization": "none", "batch-size": 32, "shuffle": "off", "init-seed": 0, "epochs": 6},
    {"family": "moons", "samples": 160, "noise": 0.3, "seed": 6, "flip": 5, "train-share": 75, "features": "x1,x2",
     "objective": "squared", "standardize": "on", "optimizer": "momentum", "alpha": 0.3, "schedule": "constant",
     "regularization": "l2", "regularization-rate": 0.01, "batch-size": "all", "shuffle": "off", "init-seed": 1,
     "epochs": 20},
    {"family": "moons", "samples": 61, "noise": 0.2, "seed": 4, "flip": 0, "train-share": 70,
     "features": "x1,x2,x1x2", "objective": "squared", "standardize": "on", "optimizer": "sgd", "alpha": 0.5,
     "schedule": "cosine", "regularization": "l1", "regularization-rate": 0.002, "batch-size": 1, "shuffle": "on",
     "init-seed": 2, "epochs": 6},
    {"family": "blobs", "samples": 203, "noise": 4, "seed": 7, "flip": 10, "train-share": 90, "features": ALL,
     "order": "sorted", "objective": "squared", "standardize": "on", "optimizer": "adam", "alpha": 0.05,
     "schedule": "constant", "regularization": "l2", "regularization-rate": 0.05, "batch-size": 17, "shuffle": "off",
     "init-seed": 5, "epochs": 8},
]

runs = [{"settings": {name: str(value) for name, value in run.items()}, "epochs": train(run)} for run in RUNS]
made_with = f"Python {platform.python_version()}, numpy {np.__version__}, scikit-learn {sklearn.__version__}"
lines = ",\n".join(
    '{"settings": ' + json.dumps(run["settings"]) + ', "epochs": [\n'
    + ",\n".join(json.dumps(epoch) for epoch in run["epochs"]) + "\n]}" for run in runs)
text = '{"made_with": ' + json.dumps(made_with) + ', "runs": [\n' + lines + "\n]}\n"
(Path(__file__).parent / "whole_runs.json").write_text(text)
