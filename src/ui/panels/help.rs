//! The help: the keys in groups, and a legend of what the screen shows.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::keymap::{self, HelpLine, Key, KeyGroup};
use crate::ui::panels::frame;
use crate::ui::theme::Theme;

/// Width of the column of keys, to the left of their explanations.
const KEYS: usize = 9;
/// Largest number of one-character keys that fit into the column of keys.
const MOST_KEYS: usize = 4;
/// Width of a column of sections.
const COLUMN: u16 = 38;
/// Number of columns, and of rows, that the frame of the help needs.
const FRAME: u16 = 2;

/// Number of lines at the start of the group [`KeyGroup::View`] that close the help, close what is open, or
/// suspend or quit the program.
const WAYS_OUT: usize = 4;

/// A heading and the lines under it.
type Section = Vec<Line<'static>>;

/// Draws the help in the middle of `area`, in two columns if they fit, else in one. If one column does not
/// fit either, draws one page of it: the page that follows the first after `turned` pages were turned.
pub fn draw(turned: i32, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = area.height.saturating_sub(FRAME);
    let section = |group| keys_of(group, theme);
    let left = [KeyGroup::Training, KeyGroup::Runs, KeyGroup::Settings].map(section);
    let right = [section(KeyGroup::View), picture(theme)];
    let (mut left, mut right) = (joined(&left), joined(&right));
    if left.len().max(right.len()) > usize::from(rows) {
        // If there is too little room, empty lines are removed first.
        left.retain(|line| line.width() > 0);
        right.retain(|line| line.width() > 0);
    }
    let height = left.len().max(right.len());
    if area.width >= 2 * COLUMN + FRAME && height <= usize::from(rows) {
        let inner = frame::popup("Help", 2 * COLUMN + FRAME, height, theme, area, buffer);
        let columns = Layout::horizontal([Constraint::Length(COLUMN); 2]);
        let [at_left, at_right] = columns.areas(inner);
        render(left, at_left, buffer);
        render(right, at_right, buffer);
        return;
    }
    left.push(Line::default());
    left.extend(right);
    if area.width >= COLUMN + FRAME && left.len() <= usize::from(rows) {
        let inner = frame::popup("Help", COLUMN + FRAME, left.len(), theme, area, buffer);
        render(left, inner, buffer);
    } else {
        draw_page(turned, theme, area, buffer);
    }
}

/// Draws one page of the help. The pages hold all keys, and the legend. Long lines are wrapped.
fn draw_page(turned: i32, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = usize::from(area.height.saturating_sub(FRAME)).max(1);
    let width = area.width.min(COLUMN + FRAME);
    let section = |group| keys_of(group, theme);
    let mut ways_out = section(KeyGroup::View);
    // The keys that close and quit come first, because they are needed most.
    let mut view = ways_out.split_off(1 + WAYS_OUT);
    view.insert(0, heading(KeyGroup::View.title()));
    let first = [KeyGroup::Training, KeyGroup::Runs, KeyGroup::Settings].map(section);
    let last = [KeyGroup::Help, KeyGroup::Cursor, KeyGroup::Weights].map(section);
    let sections = std::iter::once(ways_out).chain(first).chain([view]);
    let lines = sections.chain(last).chain([picture(theme)]).flatten();
    let room = usize::from(width.saturating_sub(FRAME));
    let lines: Section = lines.flat_map(|line| wrapped(line, room)).collect();
    let pages = lines.len().div_ceil(rows).max(1);
    let last = i32::try_from(pages).unwrap_or(i32::MAX);
    let page = usize::try_from(turned.rem_euclid(last)).unwrap_or(0);
    let title = format!("Help {}/{pages}: {} pages", page + 1, keys_of_pages(theme));
    // All pages have one height, so that the frame stays where it is.
    let inner = frame::popup(&title, width, rows.min(lines.len()), theme, area, buffer);
    let shown = lines.into_iter().skip(page * rows).take(rows).collect();
    render(shown, inner, buffer);
}

/// Returns the names of the keys that turn the pages, as far as the terminal can show them.
fn keys_of_pages(theme: &Theme) -> String {
    let lines = keymap::help_lines();
    let keys = lines.iter().filter(|line| line.group == KeyGroup::Help);
    let shown = keys.filter_map(|line| {
        let mut names = line.keys.iter().map(Key::to_string);
        names.find(|name| theme.shows(name))
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// Breaks a line at the blanks of its last span, so that no part is wider than `width`. The further parts
/// are indented to the column of the explanations.
fn wrapped(mut line: Line<'static>, width: usize) -> Section {
    let mut lines = Vec::new();
    while line.width() > width
        && let Some(last) = line.spans.last_mut()
    {
        let text = last.content.to_string();
        let style = last.style;
        let head: usize = line.width() - text.chars().count();
        let room = width.saturating_sub(head);
        let Some((kept, rest)) = split_at_blank(&text, room) else {
            break;
        };
        line.spans.pop();
        line.spans.push(Span::styled(kept.to_owned(), style));
        let indent = Span::raw(" ".repeat(KEYS + 1));
        let next = Line::from(vec![indent, Span::styled(rest.to_owned(), style)]);
        lines.push(std::mem::replace(&mut line, next));
    }
    lines.push(line);
    lines
}

/// Splits a text at the last blank that leaves at most `width` characters before it; `None` if there is no
/// such blank.
fn split_at_blank(text: &str, width: usize) -> Option<(&str, &str)> {
    let blanks = text.char_indices().enumerate();
    let blanks = blanks.filter(|(_, (_, character))| *character == ' ');
    let (_, (place, _)) = blanks.take_while(|(count, _)| *count <= width).last()?;
    Some((&text[..place], &text[place + 1..]))
}

fn render(lines: Section, area: Rect, buffer: &mut Buffer) {
    for (line, row) in lines.into_iter().zip(area.rows()) {
        line.render(row, buffer);
    }
}

/// Joins sections, with an empty line between them.
fn joined(sections: &[Section]) -> Section {
    sections.join(&Line::default())
}

fn heading(text: &'static str) -> Line<'static> {
    Line::from(format!(" {text}")).bold()
}

fn keys_of(group: KeyGroup, theme: &Theme) -> Section {
    let lines = keymap::help_lines();
    let of_group = lines.iter().filter(|line| line.group == group);
    let mut section = vec![heading(group.title())];
    section.extend(of_group.map(|line| entry(line, theme)));
    section
}

fn entry(line: &HelpLine, theme: &Theme) -> Line<'static> {
    let names = line.keys.iter().map(Key::to_string);
    let keys: Vec<String> = names.filter(|name| theme.shows(name)).collect();
    let keys = match keys.as_slice() {
        // If the keys do not fit, only the first and the last of them are shown, or only the first.
        [first, .., last] if keys.len() > MOST_KEYS => format!("{first} to {last}"),
        [first, _, ..] if keys.join(" ").chars().count() >= KEYS => first.clone(),
        _ => keys.join(" "),
    };
    Line::from(vec![
        Span::styled(format!(" {keys:<width$} ", width = KEYS - 1), theme.key()),
        Span::raw(line.help),
    ])
}

/// Returns the legend of the screen: the characters and colours, and their meaning.
fn picture(theme: &Theme) -> Section {
    let legend = |signs: &[(&'static str, Style)], text| {
        let mut spans = vec![Span::raw(" ")];
        let mut rest = KEYS;
        for (sign, style) in signs {
            spans.push(Span::styled(*sign, *style));
            spans.push(Span::raw(" "));
            rest = rest.saturating_sub(sign.chars().count() + 1);
        }
        spans.push(Span::raw(" ".repeat(rest)));
        spans.push(Span::raw(text));
        Line::from(spans)
    };
    let swatch = |grounds: [Color; 2], text| {
        let [left, right] = grounds.map(|ground| Span::raw("  ").bg(ground));
        let rest = " ".repeat(KEYS - 4);
        Line::from(vec![" ".into(), left, right, rest.into(), Span::raw(text)])
    };
    let signs = &theme.signs;
    let both = |signs: [&'static str; 2], colors: [Color; 2]| {
        [0, 1].map(|class| (signs[class], Style::from(colors[class])))
    };
    let tests = match signs.letters {
        Some(_) => signs.test_letters,
        None => signs.classes,
    };
    let mut lines = vec![
        heading("The picture"),
        legend(
            &both(signs.classes, theme.classes),
            "points of class 0 and 1",
        ),
        legend(&both(tests, theme.tests), "the same, held for a test"),
        legend(
            &[(signs.boundary, theme.boundary.into())],
            "boundary: as likely as not",
        ),
    ];
    let surest = [0, 1].map(|class| theme.fields[class].last().copied().unwrap_or_default());
    if surest != [Color::Reset; 2] {
        lines.push(swatch(surest, "how sure the model is"));
    }
    match theme.mistake.bg {
        Some(ground) => lines.push(swatch([ground; 2], "points on the wrong side")),
        None => lines.push(legend(&[("ox", theme.mistake)], "points on the wrong side")),
    }
    lines.push(legend(
        &[
            (signs.curve, theme.curve.into()),
            (signs.curve, theme.test_curve.into()),
        ],
        "epoch's mean loss, its test",
    ));
    lines.push(legend(
        &[(signs.dot, theme.dots.into())],
        "loss of one mini-batch",
    ));
    lines
}
