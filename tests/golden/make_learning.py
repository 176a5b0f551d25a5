"""Makes optimizers.json, schedules.json and logistic_regression.json: python make_learning.py

The sequences are PyTorch's own, in 64-bit floats; the formulas of its documentation, written out here in plain
Python, must agree with them. Needs torch and scikit-learn.
"""

import json
import math
import platform
import re
import warnings
from pathlib import Path

import numpy as np
import sklearn
import torch
from sklearn.datasets import make_blobs
from sklearn.linear_model import LogisticRegression

torch.set_default_dtype(torch.float64)
HERE = Path(__file__).parent
STEPS = 30

# Half the sum of curvature * (w - optimum)^2.
CURVATURE, OPTIMUM = [1.0, 4.0, 0.25], [3.0, -2.0, 5.0]
# Points (x1, x2, label) for logistic regression; its loss is the mean cross-entropy.
POINTS = [(1.5, -0.5, 1), (-2.0, 1.0, 0), (0.3, 2.2, 1), (-0.7, -1.1, 0), (2.5, 0.4, 0), (-1.2, 0.9, 1)]


def quadratic(w):
    return [c * (x - t) for c, x, t in zip(CURVATURE, w, OPTIMUM)]


def logistic(w):
    gradient = [0.0, 0.0, 0.0]
    for x1, x2, label in POINTS:
        error = 1 / (1 + math.exp(-(w[0] + w[1] * x1 + w[2] * x2))) - label
        for i, feature in enumerate((1.0, x1, x2)):
            gradient[i] += error * feature / len(POINTS)
    return gradient


PROBLEMS = {"quadratic": (quadratic, [0.5, -1.0, 1.0]), "logistic": (logistic, [0.1, 0.4, -0.3])}


def by_formula(name, p, alphas, gradient_of, w):
    """The algorithms as torch.optim's documentation gives them."""
    first, second, sequence = [0.0] * len(w), [0.0] * len(w), []
    for t, alpha in enumerate(alphas, start=1):
        g = gradient_of(w)
        w = list(w)
        for i in range(len(w)):
            if name == "sgd":
                w[i] -= alpha * g[i]
            elif name in ("momentum", "nesterov"):
                first[i] = p["momentum"] * first[i] + g[i]
                w[i] -= alpha * (g[i] + p["momentum"] * first[i] if name == "nesterov" else first[i])
            elif name == "adagrad":
                second[i] += g[i] ** 2
                w[i] -= alpha * g[i] / (math.sqrt(second[i]) + p["epsilon"])
            elif name == "rmsprop":
                second[i] = p["smoothing"] * second[i] + (1 - p["smoothing"]) * g[i] ** 2
                w[i] -= alpha * g[i] / (math.sqrt(second[i]) + p["epsilon"])
            elif name == "adam":
                first[i] = p["beta1"] * first[i] + (1 - p["beta1"]) * g[i]
                second[i] = p["beta2"] * second[i] + (1 - p["beta2"]) * g[i] ** 2
                mean = first[i] / (1 - p["beta1"] ** t)
                square = second[i] / (1 - p["beta2"] ** t)
                w[i] -= alpha * mean / (math.sqrt(square) + p["epsilon"])
        sequence.append(w)
    return sequence


def by_torch(name, p, alphas, gradient_of, w):
    w = torch.nn.Parameter(torch.tensor(w))
    lr = alphas[0]
    optimizer = {
        "sgd": lambda: torch.optim.SGD([w], lr),
        "momentum": lambda: torch.optim.SGD([w], lr, momentum=p["momentum"]),
        "nesterov": lambda: torch.optim.SGD([w], lr, momentum=p["momentum"], nesterov=True),
        "adagrad": lambda: torch.optim.Adagrad([w], lr, eps=p["epsilon"]),
        "rmsprop": lambda: torch.optim.RMSprop([w], lr, alpha=p["smoothing"], eps=p["epsilon"]),
        "adam": lambda: torch.optim.Adam([w], lr, betas=(p["beta1"], p["beta2"]), eps=p["epsilon"]),
    }[name]()
    sequence = []
    for alpha in alphas:
        optimizer.param_groups[0]["lr"] = alpha
        w.grad = torch.tensor(gradient_of(w.tolist()))
        optimizer.step()
        sequence.append(w.tolist())
    return sequence


# Defaults are read from torch itself where it has them.
ONE = [torch.nn.Parameter(torch.zeros(1))]
ADAM = torch.optim.Adam(ONE).defaults
RMSPROP = torch.optim.RMSprop(ONE).defaults
USUAL = {
    "sgd": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9},
    "adagrad": {"epsilon": torch.optim.Adagrad(ONE).defaults["eps"]},
    "rmsprop": {"smoothing": RMSPROP["alpha"], "epsilon": RMSPROP["eps"]},
    "adam": {"beta1": ADAM["betas"][0], "beta2": ADAM["betas"][1], "epsilon": ADAM["eps"]},
}
OTHER = {
    "momentum": {"momentum": 0.5},
    "nesterov": {"momentum": 0.5},
    "adagrad": {"epsilon": 1e-2},
    "rmsprop": {"smoothing": 0.8, "epsilon": 1e-2},
    "adam": {"beta1": 0.5, "beta2": 0.95, "epsilon": 1e-2},
}


def optimizers():
    runs = []
    for problem, (gradient_of, start) in PROBLEMS.items():
        for usual, choices in ((True, USUAL), (False, OTHER)):
            for name, p in choices.items():
                # In the middle of a run of other parameters, the learning rate changes.
                alphas = [0.1] * STEPS if usual else [0.1] * (STEPS // 2) + [0.02] * (STEPS - STEPS // 2)
                weights = by_torch(name, p, alphas, gradient_of, start)
                plain = by_formula(name, p, alphas, gradient_of, start)
                np.testing.assert_allclose(plain, weights, rtol=3e-13, atol=0)
                parameters = {} if usual else p
                runs.append({"optimizer": name, "problem": problem, "parameters": parameters,
                             "alphas": alphas, "start": start, "weights": weights})
    return {"made_with": f"torch {torch.__version__}, Python {platform.python_version()}",
            "curvature": CURVATURE, "optimum": OPTIMUM, "points": POINTS, "runs": runs}


def schedules():
    s = torch.optim.lr_scheduler
    of_torch = {
        "constant": lambda o, n, g, p: s.ConstantLR(o, factor=1.0),
        "step": lambda o, n, g, p: s.StepLR(o, step_size=p, gamma=g),
        "exponential": lambda o, n, g, p: s.ExponentialLR(o, gamma=g ** (1 / p)),
        "inverse": lambda o, n, g, p: s.LambdaLR(o, lambda t: 1 / (1 + t / p)),
        "cosine": lambda o, n, g, p: s.CosineAnnealingLR(o, T_max=n),
    }
    formula = {
        "constant": lambda t, n, g, p: 1.0,
        "step": lambda t, n, g, p: g ** (t // p),
        "exponential": lambda t, n, g, p: g ** (t / p),
        "inverse": lambda t, n, g, p: 1 / (1 + t / p),
        "cosine": lambda t, n, g, p: (1 + math.cos(math.pi * t / n)) / 2,
    }
    runs = []
    for name in formula:
        for epochs, gamma, period in [(40, 0.1, 30), (25, 0.9, 7), (25, 0.99, 1)]:
            optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], 1.0)
            schedule = of_torch[name](optimizer, epochs, gamma, period)
            found = []
            for _ in range(epochs):
                found.append(schedule.get_last_lr()[0])
                optimizer.step()
                schedule.step()
            # Torch goes from one epoch to the next, and rounds each time; the formula is the better one.
            factors = [formula[name](t, epochs, gamma, period) for t in range(epochs)]
            np.testing.assert_allclose(factors, found, rtol=1e-12, atol=1e-14)
            runs.append({"schedule": name, "epochs": epochs, "gamma": gamma, "period": period, "factors": factors})
    return {"made_with": f"Python {platform.python_version()}, checked against torch {torch.__version__}", "runs": runs}


def logistic_regression():
    """The optimum of mean cross-entropy + rate/2 * sum of squared weights, without the intercept's."""
    x, y = make_blobs(400, centers=2, cluster_std=5, random_state=95)
    optima = []
    for rate in (0.01, 0.1):
        found = []
        for solver in ("newton-cholesky", "lbfgs"):
            model = LogisticRegression(C=1 / (len(y) * rate), tol=1e-12, solver=solver, max_iter=100_000)
            with warnings.catch_warnings():
                warnings.simplefilter("error" if solver == "newton-cholesky" else "ignore")
                model.fit(x, y)
            found.append([model.intercept_[0], *model.coef_[0]])
        np.testing.assert_allclose(found[0], found[1], rtol=1e-6)
        w = np.array(found[0])
        design = np.column_stack([np.ones(len(y)), x])
        gradient = design.T @ (1 / (1 + np.exp(-design @ w)) - y) / len(y) + rate * w * [0, 1, 1]
        assert np.abs(gradient).max() < 1e-12, gradient
        optima.append({"rate": rate, "weights": found[0]})
    return {"made_with": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}: "
                         "LogisticRegression(solver='newton-cholesky', tol=1e-12, C=1/(400 rate))",
            "data": "make_blobs(400, centers=2, cluster_std=5, random_state=95)", "optima": optima}


for name, golden in [("optimizers", optimizers()), ("schedules", schedules()),
                     ("logistic_regression", logistic_regression())]:
    text = json.dumps(golden, indent=0)
    # A row of numbers a line.
    text = re.sub(r"\[\n([^\[\]{}]*)\n\]", lambda m: "[" + m[1].replace("\n", " ") + "]", text)
    (HERE / f"{name}.json").write_text(text + "\n")
