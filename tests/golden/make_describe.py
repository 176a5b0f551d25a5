"""Writes describe.json: count, minimum, maximum, mean and population deviation of the columns of numbers of tables.

Needs Python's standard library only. Run from the folder of the repository: python3 tests/golden/make_describe.py
"""

import csv
import json
import statistics

TABLES = ["tests/data/iris.csv", "tests/golden/moons_101_seed3.csv", "tests/golden/blobs_400_seed95.csv"]


def numbers(texts):
    try:
        return [float(text) for text in texts]
    except ValueError:
        return None


golden = {}
for table in TABLES:
    with open(table, newline="") as file:
        header, *rows = csv.reader(file)
    golden[table] = {}
    for place, name in enumerate(header):
        values = numbers(row[place] for row in rows)
        if values:
            summary = [min(values), max(values), statistics.fmean(values), statistics.pstdev(values)]
            golden[table][f"{place + 1} ({name})"] = [len(values), *summary]
with open("tests/golden/describe.json", "w") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
