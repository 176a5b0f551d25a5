//! Errors as text: one line, which names the value and ends with the remedy.

use std::fmt::{self, Display, Formatter};

use crate::input::error::{Column, Problem, TableError};
use crate::input::{classes, records};

impl Display for TableError {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.problem {
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
            Problem::NotText => {
                write!(
                    out,
                    "{name} is not text (it has bytes of 0); save it as CSV in UTF-8"
                )
            }
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
        Problem::FewColumns { found, delimiter } => {
            write!(
                out,
                "{name} has too few columns: {found}, with {delimiter} as the delimiter; "
            )?;
            out.write_str("it needs 3, two numbers and a label; choose another --delimiter")
        }
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
        Problem::OneClass { class } => {
            write!(
                out,
                "{name} has only one class, {class}; training needs two: "
            )?;
            out.write_str("choose another column with --label")
        }
        Problem::ManyClasses { classes, count } => {
            write!(
                out,
                "{name} has {count} classes: {}; ",
                listed(classes, *count)
            )?;
            write!(
                out,
                "training needs two: say which is 1, the others being 0, "
            )?;
            write!(out, "for example {}", positive(classes))
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
        Problem::TooManyClasses { line, column } => {
            let most = classes::MOST;
            write!(
                out,
                "{name} line {line}, {column}: there are more than {most} classes; "
            )?;
            out.write_str("choose a column with few of them with --label")
        }
        _ => Ok(()),
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
    let class = classes.last().map_or("", String::as_str);
    let is_plain = |character: char| character.is_alphanumeric() || "._+".contains(character);
    if !class.is_empty() && class.chars().all(is_plain) {
        format!("--positive {class}")
    } else {
        format!("--positive='{}'", class.replace('\'', r"'\''"))
    }
}
