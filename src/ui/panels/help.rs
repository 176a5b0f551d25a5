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
const KEYS: usize = 10;
/// Largest number of one-character keys that fit into the column of keys.
const MOST_KEYS: usize = 4;
/// Width of a column of sections.
const COLUMN: u16 = 39;
/// Number of columns, and of rows, that the frame of the help needs.
const FRAME: u16 = 2;

/// Number of lines of the group [`KeyGroup::View`], after the first one, that close the help, close what is open, or
/// suspend or quit the program.
const WAYS_OUT: usize = 4;

/// The groups of keys that control runs.
const OF_RUNS: [KeyGroup; 4] = [
    KeyGroup::Training,
    KeyGroup::Time,
    KeyGroup::Runs,
    KeyGroup::Lanes,
];

/// Text beside further keys that do the same.
const SAME: &str = "(the same)";

/// A heading and the lines under it.
type Section = Vec<Line<'static>>;

/// Draws the help in the middle of `area`, in two columns if they fit, else in one. If one column does not
/// fit either, draws one page of it: the page that follows the first after `turned` pages were turned.
pub fn draw(turned: i32, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = usize::from(area.height.saturating_sub(FRAME));
    let section = |group| keys_of(group, theme);
    let mut left = OF_RUNS.map(section).to_vec();
    left.push(picture(theme));
    let right = [KeyGroup::Settings, KeyGroup::View].map(section);
    let (mut left, mut right) = (joined(&left), joined(&right));
    if left.len().max(right.len()) > rows {
        // If there is too little room, empty lines are removed first.
        left.retain(|line| line.width() > 0);
        right.retain(|line| line.width() > 0);
    }
    let height = left.len().max(right.len());
    if has_two_columns(area) && height <= rows {
        draw_columns("Help", vec![left, right], height, theme, area, buffer);
        return;
    }
    left.push(Line::default());
    left.extend(right);
    if area.width >= COLUMN + FRAME && left.len() <= rows {
        let height = left.len();
        draw_columns("Help", vec![left], height, theme, area, buffer);
    } else {
        draw_page(turned, theme, area, buffer);
    }
}

fn has_two_columns(area: Rect) -> bool {
    area.width >= 2 * COLUMN + FRAME
}

/// Draws a popup with these columns of text beside each other.
fn draw_columns(
    title: &str,
    columns: Vec<Section>,
    height: usize,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let count = u16::try_from(columns.len()).unwrap_or(1);
    let width = (count * COLUMN + FRAME).min(area.width);
    let inner = frame::popup(title, width, height, theme, area, buffer);
    let areas = Layout::horizontal(vec![Constraint::Length(COLUMN); columns.len()]).split(inner);
    for (column, area) in columns.into_iter().zip(areas.iter()) {
        render(column, *area, buffer);
    }
}

/// Draws one page of the help. The pages hold all keys, and the legend. A wide window has pages of two columns;
/// long lines are wrapped in a narrow one.
fn draw_page(turned: i32, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = usize::from(area.height.saturating_sub(FRAME)).max(1);
    let beside = if has_two_columns(area) { 2 } else { 1 };
    let columns = if beside == 2 {
        broken(sections(theme, false), rows)
    } else {
        let room = usize::from(area.width.min(COLUMN + FRAME).saturating_sub(FRAME));
        let lines = sections(theme, true).into_iter().flatten();
        let lines: Section = lines.flat_map(|line| wrapped(line, room)).collect();
        lines.chunks(rows).map(<[Line]>::to_vec).collect()
    };
    let pages = columns.len().div_ceil(beside).max(1);
    let last = i32::try_from(pages).unwrap_or(i32::MAX);
    let page = usize::try_from(turned.rem_euclid(last)).unwrap_or(0);
    let title = format!("Help {}/{pages}: {} pages", page + 1, keys_of_pages(theme));
    // All pages have one height and one width, so that the frame stays where it is.
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let mut shown: Vec<Section> = columns
        .into_iter()
        .skip(page * beside)
        .take(beside)
        .collect();
    shown.resize(beside, Section::new());
    draw_columns(&title, shown, height, theme, area, buffer);
}

/// Returns all sections of the help. If `ways_out_first`, the keys that close and quit come first, because they are
/// needed most where a page has little room.
fn sections(theme: &Theme, ways_out_first: bool) -> Vec<Section> {
    let section = |group| keys_of(group, theme);
    let mut first = vec![];
    let mut view = section(KeyGroup::View);
    if ways_out_first {
        view[1..=1 + WAYS_OUT].rotate_left(1);
        let rest = view.split_off(1 + WAYS_OUT);
        first.push(std::mem::replace(&mut view, rest));
        view.insert(0, heading(KeyGroup::View.title()));
    }
    first.extend(OF_RUNS.map(section));
    first.extend([section(KeyGroup::Settings), view]);
    let modes = [
        KeyGroup::Help,
        KeyGroup::Cursor,
        KeyGroup::Probe,
        KeyGroup::Moment,
        KeyGroup::Prompt,
    ];
    first.extend([picture(theme), section(KeyGroup::Weights)]);
    first.extend(modes.map(section));
    first
}

/// Breaks sections into columns of `rows` lines. A section that does not fit into the rest of a column begins the
/// next one, unless it would leave half of the column empty.
fn broken(sections: Vec<Section>, rows: usize) -> Vec<Section> {
    let mut columns = vec![Section::new()];
    for section in sections {
        let used = columns.last().map_or(0, Vec::len);
        if used + section.len() > rows && used > rows / 2 {
            columns.push(Section::new());
        }
        for line in section {
            if columns.last().is_some_and(|column| column.len() == rows) {
                columns.push(Section::new());
            }
            if let Some(column) = columns.last_mut() {
                column.push(line);
            }
        }
    }
    columns
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
    section.extend(of_group.flat_map(|line| entries(line, theme)));
    section
}

/// Returns the lines for keys with one help text: more than one if their names do not fit beside it.
fn entries(line: &HelpLine, theme: &Theme) -> Section {
    let parts = line.keys.chunks(line.rows.max(1)).map(|keys| {
        let names = keys.iter().map(Key::to_string);
        let names: Vec<String> = names.filter(|name| theme.shows(name)).collect();
        match names.as_slice() {
            // If the keys do not fit, only the first and the last of them are shown, or only the first.
            [first, .., last] if names.len() > MOST_KEYS => format!("{first} to {last}"),
            [first, _, ..] if names.join(" ").chars().count() >= KEYS => first.clone(),
            _ => names.join(" "),
        }
    });
    let mut texts: Vec<String> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        match texts.last_mut() {
            Some(text) if text.chars().count() + 1 + part.chars().count() < KEYS => {
                *text = format!("{text} {part}");
            }
            _ => texts.push(part),
        }
    }
    let helps = std::iter::once(line.help).chain(std::iter::repeat(SAME));
    let entry = |(keys, help): (String, &'static str)| {
        Line::from(vec![
            Span::styled(format!(" {keys:<width$} ", width = KEYS - 1), theme.key()),
            Span::raw(help),
        ])
    };
    texts.into_iter().zip(helps).map(entry).collect()
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
