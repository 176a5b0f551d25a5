"""Makes metrics.json: python metrics.py

Scores and labels of samples, and scikit-learn's precision, recall, F1 and area under the ROC curve for them. A
sample is predicted as class 1 if its score is above 0. null stands for a value that is not defined. Needs
scikit-learn.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.metrics import confusion_matrix, f1_score, precision_score, recall_score, roc_auc_score

HERE = Path(__file__).parent


def defined(value):
    return None if np.isnan(value) else float(value)


def auc(labels, scores):
    if len(set(labels)) < 2:
        return None
    return float(roc_auc_score(labels, scores))


def case(name, scores, labels):
    scores, labels = np.asarray(scores, dtype=float), np.asarray(labels, dtype=int)
    predicted = (scores > 0).astype(int)
    matrix = confusion_matrix(labels, predicted, labels=[0, 1])
    undefined = {"zero_division": np.nan}
    return {
        "name": name,
        "scores": scores.tolist(),
        "labels": labels.tolist(),
        "right": [int(matrix[0, 0]), int(matrix[1, 1])],
        "samples": matrix.sum(axis=1).tolist(),
        "precision": defined(precision_score(labels, predicted, **undefined)),
        "recall": defined(recall_score(labels, predicted, **undefined)),
        "f1": defined(f1_score(labels, predicted, **undefined)),
        "auc": auc(labels, scores),
    }


def cases():
    draw = np.random.RandomState(12)
    for samples in [2, 3, 10, 57, 400]:
        labels = draw.randint(0, 2, samples)
        labels[:2] = [0, 1]
        yield case(f"{samples} samples", draw.normal(labels - 0.5, 1.5), labels)
        # Rounded scores have many ties.
        yield case(f"{samples} with ties", np.round(draw.normal(labels - 0.5, 1.5)), labels)
    few = (draw.uniform(size=300) < 0.03).astype(int)
    yield case("few of class 1", draw.normal(few * 2.0 - 1.0, 1.0), few)
    yield case("all scores are equal", np.full(6, 0.25), [0, 1, 1, 0, 1, 0])
    yield case("all are wrong", [2.0, 3.0, -1.0, -4.0], [0, 0, 1, 1])
    yield case("all are right", [-2.0, -3.0, 1.0, 4.0], [0, 0, 1, 1])
    yield case("zeros of both signs", [-0.0, 0.0, 0.0, -0.0], [1, 0, 1, 0])
    yield case("none is predicted as class 1", [-1.0, -2.0, -3.0], [0, 1, 0])
    yield case("only class 0", [-1.0, 2.0], [0, 0])
    yield case("only class 1", [-1.0, 2.0], [1, 1])
    yield case("only class 0, and none is predicted as class 1", [-1.0, -2.0], [0, 0])
    yield case("far apart", [-1e300, 1e-300, 1e300, -1e-300], [0, 1, 1, 1])


if __name__ == "__main__":
    warnings.simplefilter("error")
    golden = {"scikit-learn": sklearn.__version__, "cases": list(cases())}
    lines = ",\n".join(json.dumps(case) for case in golden.pop("cases"))
    head = json.dumps(golden).rstrip("}")
    (HERE / "metrics.json").write_text(f'{head}, "cases": [\n{lines}\n]}}\n')
