"""Makes tests/golden/kinds.json: python tests/input/kinds.py

Reads each file of tests/data/kinds with pandas, with the options that are right for that file, and writes what
sgdscope must load from it. Needs pandas. An entry has

- options: the options that sgdscope is given beside --data
- columns: places of the columns for x1, x2 and the label in the file, from 1; names: their names, null without header
- x1, x2: the numbers; label: the texts, of equal classes the first spelling; ones: 1 for class 1, otherwise 0
- skipped: number of rows that are not loaded because one of the three columns is missing in them

Without --positive and --above, class 1 is the greater number, or the text that is later in the alphabet. An entry
with `readings` is of a file that is refused without options, because two readings are possible.
"""

import json
from pathlib import Path

import pandas as pd

TESTS = Path(__file__).resolve().parent.parent
MISSING = ["", "?", "NA", "N/A", "#N/A", ".", "-", r"\N", "None", "null", "nan"]
SKIP_BAD = ["--skip-bad"]


def without(marks, decimal="."):
    """Returns a function that reads a number after removing these characters."""
    return lambda text: float(text.translate({ord(mark): None for mark in marks}).replace(decimal, "."))


def read(name, columns, options=(), lines=None, **pandas):
    """Returns the entry of a file; `lines` holds the first rows to leave out for pandas, as they are not data."""
    given = {"keep_default_na": False, "na_values": MISSING, "skiprows": lines, **pandas}
    has_header = given.get("header", 0) is not None
    table = pd.read_csv(TESTS / "data" / "kinds" / name, dtype={columns[2]: str}, **given)
    places = [table.columns.get_loc(column) for column in columns]
    kept = table.iloc[:, places].dropna()
    x1, x2, label = (kept.iloc[:, place].tolist() for place in range(3))
    spellings = {}
    label = [spellings.setdefault(text.strip().casefold(), text.strip()) for text in label]
    return {
        "options": list(options),
        "columns": [place + 1 for place in places],
        "names": [str(column) for column in columns] if has_header else None,
        "x1": [float(number) for number in x1],
        "x2": [float(number) for number in x2],
        "label": label,
        "ones": ones(label, dict(zip(options, options[1:]))),
        "skipped": len(table) - len(kept),
    }


def ones(label, given):
    """Returns for each label whether it is class 1."""
    if "--above" in given:
        return [int(float(text) > float(given["--above"])) for text in label]
    classes = sorted(set(label), key=str.casefold)
    try:
        classes.sort(key=float)
    except ValueError:
        pass
    one = given.get("--positive", classes[-1])
    assert "--positive" in given or len(classes) == 2, classes
    return [int(text == one) for text in label]


TAB = {"sep": "\t"}
SEMICOLON = {"sep": ";", "decimal": ","}
HEADERLESS = {"header": None}
XY = ("x", "y", "label")
FRENCH, SWISS, GERMAN = ("prix", "poids", "ville"), ("Umsatz", "Kosten", "Ort"), ("preis", "menge", "klasse")
MONEY = ("price", "cost", "paid")


def marked(names, marks, decimal=".", **pandas):
    """Returns pandas' options for two columns of numbers with marks that its parser does not know."""
    return {"converters": {name: without(marks, decimal) for name in names[:2]}, **pandas}


def kinds():
    """Returns the entries of all files."""
    made = {}

    def add(name, columns, options=(), **pandas):
        made[name] = read(name, columns, options, **pandas)

    # Marks in numbers.
    add("thousands_comma.tsv", ("male", "female", "party"), thousands=",", **TAB)
    add("thousands_comma_once.tsv", ("visits", "clicks", "site"), thousands=",", **TAB)
    add("thousands_comma_decimals.tsv", ("cost", "gain", "kind"), thousands=",", **TAB)
    add("thousands_dot_decimal_comma.csv", GERMAN, thousands=".", **SEMICOLON)
    add("thousands_dot_beside_decimal_comma.csv", GERMAN, thousands=".", **SEMICOLON)
    add("thousands_apostrophe.csv", SWISS, sep=";", thousands="'")
    add("thousands_typographic_apostrophe.csv", SWISS, **marked(SWISS, "\u2019"))
    add("thousands_space.csv", FRENCH, **marked(FRENCH, " ", ",", sep=";"))
    add("thousands_no_break_space.csv", FRENCH, **marked(FRENCH, "\u00a0", ",", sep=";"))
    add("thousands_narrow_space.csv", FRENCH, **marked(FRENCH, "\u202f"))
    add("thousands_quoted.csv", ("price", "weight", "kind"), thousands=",")
    add("percent.csv", ("share", "growth", "kind"), **marked(("share", "growth"), "% "))
    add("percent_decimal_comma.csv", ("anteil", "menge", "art"), **marked(("anteil", "menge"), "% ", ",", sep=";"))
    add("currency_dollar_before.csv", ("income", "cost", "paid"), **marked(("income", "cost"), "$,"))
    euros = ("preis", "kosten", "bezahlt")
    add("currency_euro_behind.csv", euros, **marked(euros, "€. ", ",", sep=";"))
    add("currency_pound_before.csv", MONEY, **marked(MONEY, "£ "))
    add("currency_euro_before.tsv", MONEY, **marked(MONEY, "€", **TAB))
    lengths = ("width", "depth", "kind")
    add("decimals_of_three_digits.csv", lengths, sep=";")
    add("decimals_of_three_digits.tsv", lengths, decimal=",", **TAB)
    ambiguous = ("a", "b", "label")
    made["thousands_ambiguous.tsv"] = {
        "readings": [
            read("thousands_ambiguous.tsv", ambiguous, ["--decimal", ","], decimal=",", **TAB),
            read("thousands_ambiguous.tsv", ambiguous, ["--decimal", "."], thousands=",", **TAB),
        ]
    }

    # A number sign at the start of a line.
    add("hash_missing_first.csv", XY, SKIP_BAD, na_values=[*MISSING, "#DIV/0!"])
    add("hash_colour_first.csv", ("x", "y", "color"))
    add("hash_comment_between.csv", XY, lines=[0, 3])
    add("savetxt.txt", ("x1", "x2", "label"), lines=1, sep=" ", names=["x1", "x2", "label"])
    add("savetxt_reordered.txt", ("x1", "x2", "label"), lines=1, names=["label", "x2", "x1"])

    # Headers of numbers, and row numbers.
    add("header_from_0.csv", ("0", "1", "2"))
    add("header_from_1.csv", ("1", "2", "3"))
    add("header_from_0_and_name.csv", ("0", "1", "y"))
    add("header_from_0_five.tsv", ("0", "1", "4"), **TAB)
    add("index_and_header_from_1.csv", ("1", "2", "3"))
    add("rows_rownames.csv", ("len", "dose", "supp"))
    add("rows_obs.csv", ("wage", "years", "union"))
    add("rows_passenger_id.csv", ("Age", "Fare", "Survived"))
    add("rows_unnamed.csv", ("age", "dose", "sick"))
    add("rows_any_name.csv", ("age", "dose", "sick"))
    add("rows_from_1_headerless.csv", (1, 2, 3), **HEADERLESS)
    add("rows_called_x.csv", XY)
    add("rows_nothing_else.csv", ("id", "height", "kind"))

    # Missing values and classes.
    add("missing_labels.csv", XY, SKIP_BAD)
    add("missing_numbers.csv", XY, SKIP_BAD)
    add("missing_is_a_class.csv", XY, ["--na", ""], na_values=[])
    add("label_case_and_spaces.csv", XY)

    # Where the label is.
    add("label_first.csv", ("balance", "income", "default"))
    add("label_middle.csv", ("limit", "income", "student"))
    add("headerless_label_last.csv", (0, 1, 4), **HEADERLESS)
    add("headerless_numbers_last.csv", (0, 1, 4), **HEADERLESS)
    add("headerless_label_middle.csv", (0, 1, 2), **HEADERLESS)
    add("headerless_label_first.csv", (1, 2, 0), **HEADERLESS)
    add("headerless_three_classes.data", (0, 1, 4), ["--positive", "Iris-virginica"], **HEADERLESS)
    add("target_of_numbers.csv", ("rooms", "age", "price"), ["--above", "30"])

    # Delimiters and dates.
    add("pipe.csv", ("x1", "x2", "label"), sep="|")
    add("sep_line_semicolon.csv", ("x1", "x2", "y"), lines=1, **SEMICOLON)
    add("sep_line_comma.csv", ("x1", "x2", "y"), lines=1)
    add("dates_with_spaces.csv", ("price", "volume", "symbol"))
    add("dates_with_commas.csv", ("price", "volume", "symbol"))
    add("dates_iso.csv", ("kwh", "price", "peak"))

    # Other formats, encodings and compression.
    attributes = ["petal length", "petal width", "colour", "class"]
    petals = (attributes[0], attributes[1], attributes[3])
    arff = {"quotechar": "'", "skipinitialspace": True, "comment": "%", "names": attributes}
    add("weka.arff", petals, SKIP_BAD, lines=10, **arff)
    add("orange.tab", ("length", "width", "kind"), SKIP_BAD, lines=[1, 2], **TAB)
    add("utf16le.tsv", ("größe", "breite", "art"), encoding="utf-16", **TAB)
    add("utf16be.csv", ("größe", "breite", "art"), encoding="utf-16")
    add("windows1252.csv", ("größe", "länge", "geschlecht"), encoding="cp1252", **SEMICOLON)
    add("windows1252_euro.csv", ("preis", "menge", "art"), encoding="cp1252", **marked(GERMAN, "€ ", ",", sep=";"))
    add("comma.csv.gz", ("x1", "x2", "label"), compression="gzip")

    # Tables that load, with a warning.
    for name in ("rare_class.csv", "sorted_classes.csv", "far_point.csv"):
        add(name, XY)
    add("scales.csv", ("age", "income", "label"))
    return made


def main():
    made = kinds()
    files = {path.name for path in (TESTS / "data" / "kinds").iterdir()}
    assert files == made.keys(), files ^ made.keys()
    lines = [f"{json.dumps(name)}: {json.dumps(made[name], ensure_ascii=False)}" for name in sorted(made)]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (TESTS / "golden" / "kinds.json").write_text(text, encoding="utf-8")
    print(f"{len(made)} files")


if __name__ == "__main__":
    main()
