//! Errors as text: one line, which names the value and ends with the remedy.

use std::fmt::{self, Display, Formatter};

use crate::input::error::{Choices, Column, Problem, TableError};
use crate::input::{classes, records};

/// Largest number of classes of which one can be told from the others.
const FEW_CLASSES: usize = 20;

impl Display for TableError {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &*self.problem {
            Problem::NoName => write!(
                out,
                "{name} names no file; name one, or - for standard input"
            ),
            Problem::Sparse => write!(
                out,
                "{name} is a sparse ARFF file, which is not read; save it as CSV"
            ),
            Problem::NotFound => write!(
                out,
                "{name}: there is no such file; check its name and folder"
            ),
            Problem::Folder => write!(out, "{name} is a folder; name a file in it"),
            Problem::Denied => {
                write!(
                    out,
                    "{name} may not be read; change that with chmod u+r, or ask its owner"
                )
            }
            Problem::Unreadable(why) => {
                write!(out, "{name} cannot be read: {why}; try a copy of it")
            }
            Problem::NotText { what } => write!(out, "{name} is {what}; save it as CSV in UTF-8"),
            Problem::NoRows => {
                write!(
                    out,
                    "{name} has no rows; give it at least 2, each with two numbers and a label"
                )
            }
            Problem::OneRow { skipped } => {
                write!(out, "{name} has only one row that can be used")?;
                if *skipped > 0 {
                    write!(out, " ({skipped} passed over)")?;
                }
                out.write_str("; give it at least 2")
            }
            Problem::TooManyRows { most } => {
                write!(
                    out,
                    "{name} has more than {most} rows; cut it, for example with head -n {most}"
                )
            }
            Problem::NoMemory { rows } => write!(
                out,
                "{name}: the system gives no memory for more than {rows} rows; \
                 cut it, for example with head -n {}",
                // The labels need memory too, once all rows are read.
                rows / 2
            ),
            Problem::LongRecord { line } => {
                let longest = records::LONGEST;
                write!(
                    out,
                    "{name} line {line}: this row has more than {longest} bytes or fields; "
                )?;
                out.write_str("look for a quote (\") in it that is not closed")
            }
            Problem::OpenQuote { line } => {
                write!(
                    out,
                    "{name} line {line}: a quote (\") in this row is never closed; close it"
                )
            }
            Problem::BadRow(row) => {
                write!(
                    out,
                    "{name} {row}; mend it, or pass over such rows with --skip-bad"
                )
            }
            Problem::AllBad { skipped, first } => {
                write!(
                    out,
                    "{name}: none of its {skipped} rows can be used; the first, {first}; "
                )?;
                out.write_str("check --x, --y, --label and --delimiter")
            }
            problem => write_choice(name, problem, out),
        }
    }
}

/// Writes what is wrong with the columns or the classes that were chosen.
fn write_choice(name: &str, problem: &Problem, out: &mut Formatter<'_>) -> fmt::Result {
    match problem {
        Problem::FewColumns { found, delimiter } => write!(
            out,
            "{name} has too few columns: {found}, with {delimiter} as the delimiter; it needs 3, two numbers and \
             a label"
        ),
        Problem::NoColumn {
            flag,
            asked,
            columns,
            has_header,
        } => {
            let header = if *has_header { "" } else { " and no header" };
            write!(
                out,
                "{flag} {asked}: {name} has no such column{header}; choose one of "
            )?;
            write!(out, "{}", Listed(columns))
        }
        Problem::NoFeatures { columns } => {
            write!(
                out,
                "{name} has no two columns of numbers beside the label; "
            )?;
            write!(
                out,
                "choose with --x, --y and --label from {}",
                Listed(columns)
            )
        }
        Problem::Twice {
            flags: [first, second],
            column,
        } => {
            write!(
                out,
                "{first} and {second} are both {column} of {name}; choose two columns"
            )
        }
        Problem::Ambiguous {
            flag,
            asked,
            columns: [by_number, by_name],
        } => write!(
            out,
            "{flag} {asked}: {name} has {by_number}, and {by_name} is named {asked}; say {flag} \"column {}\" or \
             {flag} \"column {}\"",
            by_number.number, by_name.number
        ),
        Problem::Unclear { column, text } => write!(
            out,
            "{name} {column}: \"{text}\" is {} or {}; say which mark is decimal: --decimal {mark} or --decimal \
             {other}",
            text.replace(',', "."),
            text.replace([',', '.'], ""),
            mark = if text.contains(',') { ',' } else { '.' },
            other = if text.contains(',') { '.' } else { ',' },
        ),
        problem => write_classes(name, problem, out),
    }
}

/// Writes what is wrong with the classes.
fn write_classes(name: &str, problem: &Problem, out: &mut Formatter<'_>) -> fmt::Result {
    match problem {
        Problem::OneClass {
            class,
            column,
            choices,
        } => {
            write!(
                out,
                "{name} {column} has only one class, {class}; training needs two"
            )?;
            write_choices(choices, out)
        }
        Problem::ManyClasses {
            classes,
            count,
            column,
            choices,
        } => {
            write!(out, "{name} {column} has {count} values, not two")?;
            if *count <= FEW_CLASSES {
                write!(
                    out,
                    " ({}); choose one of them: {}",
                    listed(classes, *count),
                    positive(classes)
                )?;
                if choices.has_gaps {
                    out.write_str(" --skip-bad")?;
                }
            }
            write_choices(choices, out)
        }
        Problem::NoPositive {
            asked,
            classes,
            count,
        } => {
            write!(out, "--positive {asked}: {name} has no such class; ")?;
            write!(
                out,
                "it has {}; try {}",
                listed(classes, *count),
                positive(classes)
            )
        }
        Problem::TooManyClasses {
            line,
            column,
            choices,
        } => {
            let most = classes::MOST;
            write!(
                out,
                "{name} line {line}, {column}: there are more than {most} classes"
            )?;
            write_choices(choices, out)
        }
        _ => Ok(()),
    }
}

/// Writes which options choose another label.
fn write_choices(choices: &Choices, out: &mut Formatter<'_>) -> fmt::Result {
    let skip_bad = if choices.has_gaps { " --skip-bad" } else { "" };
    if let Some(above) = choices.above {
        write!(out, "; its median divides it: --above {above}{skip_bad}")?;
    }
    if !choices.with_two_values.is_empty() {
        let columns = choices.with_two_values.iter();
        let options: Vec<String> = columns.map(|it| as_label(it) + skip_bad).collect();
        return write!(out, "; with two values: {}", options.join(", "));
    }
    match &choices.numbers {
        _ if choices.above.is_some() => Ok(()),
        Some((column, above)) => write!(
            out,
            "; no other column has two values; the median of {column} divides it: {} --above {above}{skip_bad}",
            as_label(column)
        ),
        None => out.write_str("; no other column has two values"),
    }
}

/// Returns the option that makes a column the label.
fn as_label(column: &Column) -> String {
    match &column.name {
        Some(name) if is_plain(name) && name.parse::<f64>().is_err() => format!("--label {name}"),
        _ => format!("--label \"column {}\"", column.number),
    }
}

/// Columns in the form `1 (x), 2 (y), 3`.
struct Listed<'a>(&'a [Column]);

impl Display for Listed<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (place, column) in self.0.iter().enumerate() {
            let separator = if place == 0 { "" } else { ", " };
            write!(out, "{separator}{}", column.number)?;
            column
                .name
                .iter()
                .try_for_each(|name| write!(out, " ({name})"))?;
        }
        Ok(())
    }
}

/// Returns a list of the first of `count` classes, with … at the end if there are more.
fn listed(classes: &[String], count: usize) -> String {
    let more = if classes.len() < count { ", …" } else { "" };
    classes.join(", ") + more
}

/// Returns the option that makes the last of these classes the positive one, quoted for a shell.
fn positive(classes: &[String]) -> String {
    // A class that was shortened cannot be typed.
    let whole = classes.iter().rfind(|class| !class.ends_with('…'));
    let class = whole.or(classes.last()).map_or("", String::as_str);
    if is_plain(class) {
        format!("--positive {class}")
    } else {
        format!("--positive='{}'", class.replace('\'', r"'\''"))
    }
}

/// Returns whether a text needs no quotes in a shell.
fn is_plain(text: &str) -> bool {
    let is_plain = |character: char| character.is_alphanumeric() || "._+".contains(character);
    !text.is_empty() && text.chars().all(is_plain)
}
