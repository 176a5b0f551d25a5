//! The help: the table of keys, grouped, and what the picture shows.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use crate::app::keymap::{self, Group, HelpLine, Key};
use crate::ui::theme::Theme;

/// The width of the keys, before their explanations.
const KEYS: usize = 9;
/// The width of a column of sections, and of the frame around one or two of them.
const COLUMN: u16 = 38;
const FRAME: u16 = 2;

/// Lines under a heading.
type Section = Vec<Line<'static>>;

/// Draws the help in the middle of `area`: in two columns, else in one, without what the picture
/// shows where there is no room for that.
pub fn draw(theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = area.height.saturating_sub(FRAME);
    let left = [Group::Training, Group::Runs, Group::View];
    let mut left = joined(&left.map(|group| keys_of(group, theme)));
    let right = joined(&[keys_of(Group::Settings, theme), picture(theme)]);
    let height = left.len().max(right.len());
    if area.width >= 2 * COLUMN + FRAME && height <= usize::from(rows) {
        let inner = popup(2 * COLUMN + FRAME, height, theme, area, buffer);
        let columns = Layout::horizontal([Constraint::Length(COLUMN); 2]);
        let [at_left, at_right] = columns.areas(inner);
        render(left, at_left, buffer);
        render(right, at_right, buffer);
        return;
    }
    left.push(Line::default());
    left.extend(right);
    if left.len() > usize::from(rows) {
        left = plain(theme, usize::from(rows));
    }
    let inner = popup(COLUMN + FRAME, left.len(), theme, area, buffer);
    render(left, inner, buffer);
}

/// Clears a framed area in the middle and returns what is inside.
fn popup(width: u16, lines: usize, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Rect {
    let height = u16::try_from(lines)
        .unwrap_or(u16::MAX)
        .saturating_add(FRAME);
    let popup = area.centered(Constraint::Max(width), Constraint::Max(height));
    Clear.render(popup, buffer);
    let block = Block::bordered()
        .border_set(border::ROUNDED)
        .border_style(Style::new().fg(theme.accent))
        .title_top(Line::from(" Help ").bold());
    let inner = block.inner(popup);
    block.render(popup, buffer);
    inner
}

fn render(lines: Section, area: Rect, buffer: &mut Buffer) {
    for (line, row) in lines.into_iter().zip(area.rows()) {
        line.render(row, buffer);
    }
}

/// Sections with an empty line between them.
fn joined(sections: &[Section]) -> Section {
    sections.join(&Line::default())
}

fn heading(text: &'static str) -> Line<'static> {
    Line::from(format!(" {text}")).bold()
}

fn keys_of(group: Group, theme: &Theme) -> Section {
    let lines = keymap::help_lines();
    let of_group = lines.iter().filter(|line| line.group == group);
    let mut section = vec![heading(group.title())];
    section.extend(of_group.map(|line| entry(line, theme)));
    section
}

fn entry(line: &HelpLine, theme: &Theme) -> Line<'static> {
    let names = line.keys.iter().map(Key::to_string);
    let keys: Vec<String> = names.filter(|name| theme.shows(name)).collect();
    Line::from(vec![
        Span::styled(format!(" {:<KEYS$}", keys.join(" ")), theme.key()),
        Span::raw(line.help),
    ])
}

/// What stands for what.
fn picture(theme: &Theme) -> Section {
    let legend = |sign: &'static str, style: Style, text| {
        let rest = KEYS.saturating_sub(sign.chars().count());
        Line::from(vec![
            Span::raw(" "),
            Span::styled(sign, style),
            Span::raw(" ".repeat(rest)),
            Span::raw(text),
        ])
    };
    let swatch = |grounds: [Color; 2], text| {
        let [left, right] = grounds.map(|ground| Span::raw("  ").bg(ground));
        Line::from(vec![
            " ".into(),
            left,
            right,
            format!("{:rest$}{text}", "", rest = KEYS - 4).into(),
        ])
    };
    let signs = &theme.signs;
    let mut lines = vec![
        heading("The picture"),
        legend(
            signs.classes[0],
            theme.classes[0].into(),
            "points of class 0",
        ),
        legend(
            signs.classes[1],
            theme.classes[1].into(),
            "points of class 1",
        ),
        legend(
            signs.boundary,
            theme.boundary.into(),
            "boundary: as likely as not",
        ),
    ];
    let surest = [0, 1].map(|class| theme.fields[class].last().copied().unwrap_or_default());
    if surest != [Color::Reset; 2] {
        lines.push(swatch(surest, "how sure the model is"));
    }
    match theme.mistake.bg {
        Some(ground) => lines.push(swatch([ground; 2], "points on the wrong side")),
        None if theme.mistake == Style::new() => {}
        None => lines.push(legend("ox", theme.mistake, "points on the wrong side")),
    }
    lines.push(legend(
        signs.curve,
        theme.curve.into(),
        "mean of an epoch's batches",
    ));
    lines.push(legend(
        signs.dot,
        theme.dots.into(),
        "sum of squared errors",
    ));
    lines
}

/// The keys alone, as many as there is room for.
fn plain(theme: &Theme, rows: usize) -> Section {
    let mut help_lines = keymap::help_lines();
    // The way out comes first where the end may be missing.
    help_lines.sort_by_key(|line| line.group != Group::View);
    let mut lines: Section = help_lines.iter().map(|line| entry(line, theme)).collect();
    if lines.len() > rows {
        lines.truncate(rows.saturating_sub(1));
        lines.push(Line::styled(" … more in a larger window", theme.muted()));
    }
    lines
}
