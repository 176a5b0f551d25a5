"""Makes default_run.json: python make_default_run.py

The run with which sgdscope begins, by the tutorial's program in NumPy on the points of scikit-learn: a bias as first
weight, the sigmoid, mini-batches in order, and the sum of squared errors averaged over the batches. `right` counts
the points on the right side before the first update and after each one. `angles` has the angle of the line to the
axis of x1, in degrees, before the first epoch and after each one.
"""

import json
import math
import platform
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import make_blobs

RUN = {"samples": 400, "noise": 2.5, "seed": 95, "init_seed": 445, "epochs": 100, "alpha": 0.01, "batch_size": 32}


def train(run):
    points, y = make_blobs(run["samples"], centers=2, cluster_std=run["noise"], random_state=run["seed"])
    x = np.c_[np.ones(len(y)), points]
    np.random.seed(run["init_seed"])
    w = np.random.uniform(size=3)

    def right():
        return int(((x @ w > 0) == (y > 0.5)).sum())

    def angle():
        return math.degrees(math.atan2(-w[1], w[2]))

    initial, losses, rights, angles = w.tolist(), [], [right()], [angle()]
    for _ in range(run["epochs"]):
        batches = []
        for start in range(0, len(y), run["batch_size"]):
            batch_x, batch_y = x[start:start + run["batch_size"]], y[start:start + run["batch_size"]]
            error = 1 / (1 + np.exp(-batch_x.dot(w))) - batch_y
            batches.append(np.sum(error**2))
            w = w - run["alpha"] * batch_x.T.dot(error) / len(batch_x)
            rights.append(right())
        losses.append(float(np.average(batches)))
        angles.append(angle())
    return run | {"initial_weights": initial, "losses": losses, "weights": w.tolist(), "accuracy": right() / len(y),
                  "right": rights, "angles": angles}


made_with = f"Python {platform.python_version()}, numpy {np.__version__}, scikit-learn {sklearn.__version__}"
lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in train(RUN).items())
text = '{"made_with": ' + json.dumps(made_with) + ",\n" + lines + "}\n"
(Path(__file__).parent / "default_run.json").write_text(text)
