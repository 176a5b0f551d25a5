"""Makes the logs of this folder: sgdscope data > points.csv; python make_logs.py points.csv

`train` is logistic regression as a student writes it in NumPy, with one slip or none. Each log has a row for each update:
the loss of the mini-batch and the weights after the update, from the start 0, -1, -1 with alpha 0.01. A few logs have a
row for each epoch.
"""

import json
import sys
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "logs"
POINTS = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1)

SLIPS = [
    "none", "summed", "divided_by_n", "halved", "mean_over_weights", "short_dropped", "short_by_full_size",
    "sample_by_sample", "bias_out", "bias_fixed", "bias_last", "columns_swapped", "labels_flipped", "labels_signs",
    "wrong_sign", "shuffled", "replacement", "reversed", "whole_data", "before_update", "half_squared", "squared",
    "standardised", "zeros", "alpha", "float32", "loss_mean", "loss_entropy", "loss_of_all", "two_slips",
]
# The right program, or one with a slip, with other values than the reference.
OTHER_RUNS = {
    "other_start": {"slip": "none", "start": (0.5, -1.0, -1.0)},
    "start_of_many_digits": {"slip": "none", "start": (0.51382, -1.2345, 0.33333333)},
    "summed_with_other_alpha": {"slip": "summed", "alpha": 0.0005},
    "batch_size_64": {"slip": "none", "size": 64},
    "batch_size_1": {"slip": "none", "size": 1, "updates": 410},
}
EPOCH_SLIPS = ["none", "summed", "divided_by_n", "short_dropped", "whole_data", "before_update", "alpha", "loss_mean"]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def train(slip, updates=24, alpha=0.01, size=32, start=(0.0, -1.0, -1.0)):
    points, y = POINTS[:, :2], POINTS[:, 2]
    kind = np.float32 if slip == "float32" else np.float64
    if slip == "standardised":
        points = (points - points.mean(axis=0)) / points.std(axis=0)
    x = np.c_[np.ones(len(y)), points]
    w = np.array(start)
    if slip == "bias_out":
        x, w = points, w[1:]
    if slip == "bias_last":
        x = np.c_[points, np.ones(len(y))]
    if slip == "columns_swapped":
        x = x[:, [0, 2, 1]]
    if slip == "labels_flipped":
        y = 1 - y
    if slip == "labels_signs":
        y = 2 * y - 1
    if slip == "reversed":
        x, y = x[::-1], y[::-1]
    if slip == "zeros":
        w = np.zeros(3)
    if slip == "alpha":
        alpha = 0.03
    if slip == "wrong_sign":
        alpha = -alpha
    x, y, w = x.astype(kind), y.astype(kind), w.astype(kind)
    random = np.random.default_rng(1)
    rows = []
    while len(rows) < updates:
        order = np.arange(len(y))
        if slip == "shuffled":
            random.shuffle(order)
        for first in range(0, len(y), size):
            batch = order[first:first + size]
            if slip == "replacement":
                batch = random.choice(len(y), size=len(batch))
            if slip == "whole_data":
                batch = order
            if slip == "short_dropped" and len(batch) < size:
                break
            before = w.copy()
            bx, by = x[batch], y[batch]
            p = sigmoid(bx @ w)
            error = p - by
            loss = np.sum(error**2)
            if slip == "loss_mean":
                loss = np.mean(error**2)
            if slip == "loss_entropy":
                loss = -np.mean(by * np.log(p) + (1 - by) * np.log(1 - p))
            if slip in ("half_squared", "two_slips"):
                error = error * p * (1 - p)
            if slip == "squared":
                error = 2 * error * p * (1 - p)
            gradient = bx.T @ error / len(batch)
            if slip in ("summed", "two_slips"):
                gradient = bx.T @ error
            if slip == "divided_by_n":
                gradient = bx.T @ error / len(y)
            if slip == "halved":
                gradient = gradient / 2
            if slip == "mean_over_weights":
                gradient = gradient / 3
            if slip == "short_by_full_size":
                gradient = bx.T @ error / size
            if slip == "bias_fixed":
                gradient[0] = 0
            w = (w - kind(alpha) * gradient).astype(kind)
            if slip == "sample_by_sample":
                w = before
                for row, label in zip(bx, by):
                    w = w - alpha * row * (sigmoid(row @ w) - label)
            if slip == "loss_of_all":
                loss = np.mean((sigmoid(x @ w) - y) ** 2)
            rows.append((loss, before if slip == "before_update" else w))
    return rows[:updates]


def text(slip, digits=6, **run):
    def shown(number):
        return float(number) if digits is None else float(f"{number:.{digits}f}")

    lines = [
        json.dumps({"update": update, "loss": shown(loss), "weights": [shown(weight) for weight in w]})
        for update, (loss, w) in enumerate(train(slip, **run), 1)
    ]
    return "\n".join(lines) + "\n"


def text_of_epochs(slip, epochs=4):
    batches = 12 if slip == "short_dropped" else 13
    rows = train(slip, updates=epochs * batches)
    lines = []
    for epoch in range(epochs):
        part = rows[epoch * batches:(epoch + 1) * batches]
        # The weights before the updates of the epoch, if they are logged too early.
        w = part[0 if slip == "before_update" else -1][1]
        loss = np.mean([loss for loss, _ in part])
        lines.append(f"{epoch + 1},{loss:.6f},{w[0]:.6f},{w[1]:.6f},{w[2]:.6f}")
    return "epoch,loss,w0,w1,w2\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for slip in SLIPS:
        # Numbers in 32 bits are told from others by all their digits only.
        digits = None if slip == "float32" else 6
        (FOLDER / f"{slip}.jsonl").write_text(text(slip, digits))
    for name, run in OTHER_RUNS.items():
        (FOLDER / f"{name}.jsonl").write_text(text(**run))
    for slip in EPOCH_SLIPS:
        (FOLDER / f"epochs_{slip}.csv").write_text(text_of_epochs(slip))
