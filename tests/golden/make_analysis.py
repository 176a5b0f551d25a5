"""Makes analysis.json: python make_analysis.py

Losses, gradients, Hessians, noise and optima of logistic regression, in plain NumPy, 64-bit floats. The optimum with
the L1 penalty is found by trying the signs of all weights; the largest margin by trying all pairs and triples of
points that could hold it. Needs numpy.
"""

import itertools
import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
FEATURES = {
    "x1": lambda a, b: a,
    "x2": lambda a, b: b,
    "x1^2": lambda a, b: a * a,
    "x2^2": lambda a, b: b * b,
    "x1x2": lambda a, b: a * b,
    "sinx1": lambda a, b: np.sin(a),
    "sinx2": lambda a, b: np.sin(b),
}
ALL = ",".join(FEATURES)


def design(points, features, standardize):
    columns = [FEATURES[name](points[:, 0], points[:, 1]) for name in features.split(",")]
    if standardize:
        columns = [(column - column.mean()) / column.std() for column in columns]
    return np.column_stack([np.ones(len(points)), *columns])


def mean_loss(x, y, w, squared=False):
    s = x @ w
    if squared:
        return np.mean((1 / (1 + np.exp(-s)) - y) ** 2)
    return np.mean(np.logaddexp(0, s) - y * s)


def local(x, y, w, kind, rate, squared=False):
    n = len(y)
    p = 1 / (1 + np.exp(-(x @ w)))
    first, second = p - y, p * (1 - p)
    if squared:
        # Of (p - y)^2, by the score.
        first, second = 2 * (p - y) * p * (1 - p), 2 * p * (1 - p) * (p * (1 - p) + (p - y) * (1 - 2 * p))
    each = first[:, None] * x
    slope = each.mean(0)
    hessian = x.T @ (x * second[:, None]) / n
    noise = (each - slope).T @ (each - slope) / n
    gradient, penalty = slope.copy(), 0.0
    if kind == "l2":
        gradient[1:] += rate * w[1:]
        hessian = hessian + np.diag([0.0] + [rate] * (len(w) - 1))
        penalty = rate / 2 * np.sum(w[1:] ** 2)
    if kind == "l1":
        penalty = rate * np.sum(np.abs(w[1:]))
        for j in range(1, len(w)):
            gradient[j] += rate * np.sign(w[j]) if w[j] else -np.clip(slope[j], -rate, rate)
    return {
        "loss": mean_loss(x, y, w, squared),
        "penalty": penalty,
        "gradient": gradient,
        "hessian": hessian,
        "eigenvalues": np.linalg.eigvalsh(hessian),
        "noise": noise,
        "noise_scale": np.trace(noise) / (gradient @ gradient),
    }


def newton(x, y, l2, tilt):
    """The minimum of the mean loss + l2/2 |w|^2 + tilt.w, without the bias in the penalty."""
    w = np.zeros(x.shape[1])
    ridge = np.array([0.0] + [l2] * (len(w) - 1))
    value = lambda w: mean_loss(x, y, w) + ridge @ w**2 / 2 + tilt @ w
    for _ in range(200):
        p = 1 / (1 + np.exp(-(x @ w)))
        g = x.T @ (p - y) / len(y) + ridge * w + tilt
        h = x.T @ (x * (p * (1 - p))[:, None]) / len(y) + np.diag(ridge)
        scale = np.sqrt(np.diag(h))
        step = np.linalg.solve(h / np.outer(scale, scale), g / scale) / scale
        share = 1.0
        while value(w - share * step) > value(w) + 1e-14 and share > 1e-12:
            share /= 2
        w = w - share * step
        if np.abs(step).max() < 1e-15 * (1 + np.abs(w).max()):
            break
    return w


def optimum(x, y, kind, rate):
    k = x.shape[1]
    if kind != "l1":
        return newton(x, y, rate if kind == "l2" else 0.0, np.zeros(k))
    for signs in itertools.product([0, 1, -1], repeat=k - 1):
        used = [0] + [j + 1 for j, sign in enumerate(signs) if sign]
        tilt = np.array([0.0] + [rate * sign for sign in signs if sign])
        w = np.zeros(k)
        w[used] = newton(x[:, used], y, 0.0, tilt)
        if any(sign and np.sign(w[j + 1]) != sign for j, sign in enumerate(signs)):
            continue
        p = 1 / (1 + np.exp(-(x @ w)))
        slope = x.T @ (p - y) / len(y)
        if all(sign or abs(slope[j + 1]) <= rate for j, sign in enumerate(signs)):
            return w
    raise ValueError("no signs fit")


def update(hessian, alpha, momentum, looks_ahead):
    """The matrix of one update of (weights - minimum, memory) where the loss is a parabola."""
    one = np.eye(len(hessian))
    memory = np.hstack([hessian, momentum * one])
    step = np.hstack([hessian, 0 * one]) + momentum * memory if looks_ahead else memory
    return np.vstack([np.hstack([one, 0 * one]) - alpha * step, memory])


def half_lives(hessian):
    """Updates in which the distance to the minimum halves in the slowest direction, None past the edge."""
    found = []
    for optimizer, momentum in [("sgd", 0.0), ("momentum", 0.5), ("momentum", 0.9), ("nesterov", 0.9), ("nesterov", 0.99)]:
        ahead = optimizer == "nesterov"
        edge = 2 * (1 + momentum) / (1 + 2 * ahead * momentum) / np.linalg.eigvalsh(hessian)[-1]
        for share in (0.01, 0.3, 0.6, 0.9, 0.99, 1.01, 3.0):
            alpha = share * edge
            radius = np.abs(np.linalg.eigvals(update(hessian, alpha, momentum, ahead))).max()
            half = float(np.log(2) / -np.log(radius)) if radius < 1 else None
            found.append({"optimizer": optimizer, "momentum": momentum, "alpha": float(alpha), "updates": half})
    return found


def largest_margin(points, labels):
    """The widest strip between two classes in the plane, and its normal."""
    zeros, ones = points[labels == 0], points[labels == 1]
    best, direction = -1.0, None
    normals = [b - a for a in zeros for b in ones]
    for group in (zeros, ones):
        for a, b in itertools.combinations(group, 2):
            normals += [np.array([a[1] - b[1], b[0] - a[0]]), np.array([b[1] - a[1], a[0] - b[0]])]
    for normal in normals:
        u = normal / np.hypot(*normal)
        margin = ((ones @ u).min() - (zeros @ u).max()) / 2
        if margin > best:
            best, direction = margin, u
    return best, direction


def lists(value):
    if isinstance(value, dict):
        return {key: lists(inner) for key, inner in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else float(value)


def main():
    random = np.random.default_rng(14)
    n = 61
    labels = (np.arange(n) % 2).astype(float)
    mixed = random.normal(size=(n, 2)) * [2.0, 1.0] + np.outer(labels, [1.5, 1.0]) + [0.5, -0.3]
    apart = random.normal(size=(n, 2)) + np.outer(labels, [4.5, 3.5]) - [1.0, 1.0]
    data = {"mixed": (mixed, labels), "apart": (apart, labels)}
    cases = []
    for features, standardize, kind, rate in [
        ("x1,x2", False, "none", 0.0),
        ("x1,x2", True, "none", 0.0),
        (ALL, False, "none", 0.0),
        (ALL, True, "none", 0.0),
        ("x1,x2", False, "l2", 0.1),
        (ALL, True, "l2", 0.01),
        ("x1,x2", False, "l1", 0.1),
        (ALL, True, "l1", 0.03),
    ]:
        x = design(mixed, features, standardize)
        k = x.shape[1]
        starts = [np.zeros(k), random.normal(size=k), np.where(np.arange(k) % 3 == 1, 0.0, random.normal(size=k))]
        best = optimum(x, labels, kind, rate)
        at = local(x, labels, best, kind, rate)
        halves = {} if kind == "l1" else {"half_lives": half_lives(at["hessian"])}
        cases.append({
            "data": "mixed", "features": features, "standardize": standardize, "penalty": kind, "rate": rate,
            "at": [{"weights": lists(w), **lists(local(x, labels, w, kind, rate))} for w in starts],
            "optimum": {
                "weights": lists(best), "loss": float(at["loss"]),
                "objective": float(at["loss"] + at["penalty"]), "eigenvalues": lists(at["eigenvalues"]),
            },
            **halves,
        })
    squares = []
    for features, standardize, kind, rate in [("x1,x2", False, "none", 0.0), (ALL, True, "l2", 0.1)]:
        x = design(mixed, features, standardize)
        w = random.normal(size=x.shape[1])
        squares.append({
            "data": "mixed", "features": features, "standardize": standardize, "penalty": kind, "rate": rate,
            "at": [{"weights": lists(w), **lists(local(x, labels, w, kind, rate, squared=True))}],
        })
    margin, direction = largest_margin(apart, labels)
    result = {
        "made_with": f"numpy {np.__version__}",
        "data": {name: {"x1": lists(p[:, 0]), "x2": lists(p[:, 1]), "labels": lists(y)} for name, (p, y) in data.items()},
        "cases": cases,
        "squared": squares,
        "margin": {"data": "apart", "margin": float(margin), "direction": lists(direction)},
    }
    (HERE / "analysis.json").write_text(json.dumps(result, indent=0) + "\n")


main()
