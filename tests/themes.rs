//! Tests that the colours of every theme are legible on its background and can be told apart by
//! colour-blind eyes, and tests the screen without colours and without Unicode.

#[path = "support/stage.rs"]
mod stage;

use std::time::Duration;

use ratatui::style::{Color, Modifier};
use sgdscope::session::lane::LaneId;
use sgdscope::session::snapshot::Phase;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};
use stage::{Keyboard, open};

/// Red, green and blue from 0 to 1, in proportion to the amount of light (linear RGB).
type Light = [f64; 3];

const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// The 16 ANSI colours with the values that xterm uses by default.
const ANSI: [(Color, u32); 16] = [
    (Color::Black, 0x00_0000),
    (Color::Red, 0xcd_0000),
    (Color::Green, 0x00_cd00),
    (Color::Yellow, 0xcd_cd00),
    (Color::Blue, 0x00_00ee),
    (Color::Magenta, 0xcd_00cd),
    (Color::Cyan, 0x00_cdcd),
    (Color::Gray, 0xe5_e5e5),
    (Color::DarkGray, 0x7f_7f7f),
    (Color::LightRed, 0xff_0000),
    (Color::LightGreen, 0x00_ff00),
    (Color::LightYellow, 0xff_ff00),
    (Color::LightBlue, 0x5c_5cff),
    (Color::LightMagenta, 0xff_00ff),
    (Color::LightCyan, 0x00_ffff),
    (Color::White, 0xff_ffff),
];

fn light(color: Color) -> Light {
    let hex = match color {
        Color::Rgb(red, green, blue) => u32::from_be_bytes([0, red, green, blue]),
        Color::Indexed(number) => indexed(number),
        named => {
            let known = ANSI.iter().find(|(name, _)| *name == named);
            known.unwrap_or_else(|| panic!("{named} has no light")).1
        }
    };
    let [_, red, green, blue] = hex.to_be_bytes();
    [red, green, blue].map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    })
}

/// Returns the value of one of xterm's 256 colours: the 16 ANSI colours, the colour cube and the greys.
fn indexed(number: u8) -> u32 {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    let [red, green, blue] = match number {
        0..16 => return ANSI[usize::from(number)].1,
        16..232 => {
            let cube = number - 16;
            [cube / 36, cube / 6 % 6, cube % 6].map(level)
        }
        232.. => [8 + 10 * (number - 232); 3],
    };
    u32::from_be_bytes([0, red, green, blue])
}

/// Returns the contrast ratio of two colours by WCAG 2, from 1 to 21.
fn contrast(one: Color, other: Color) -> f64 {
    let luminance = |color| {
        let [red, green, blue] = light(color);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

/// Returns the name of each theme with colours, the theme, two usual backgrounds of its terminals, and the
/// text colour with the least contrast on them.
fn themes() -> Vec<(String, Theme, [Color; 2], Color)> {
    let dark = [Color::Rgb(0, 0, 0), Color::Rgb(0x1e, 0x1e, 0x1e)];
    let light = [Color::Rgb(0xff, 0xff, 0xff), Color::Rgb(0xf7, 0xf7, 0xf7)];
    let mut themes = Vec::new();
    for depth in [ColorDepth::Ansi, ColorDepth::Indexed, ColorDepth::Rgb] {
        for (background, grounds, text) in [
            (Background::Dark, dark, Color::Rgb(0xc0, 0xc0, 0xc0)),
            (Background::Light, light, Color::Rgb(0x33, 0x33, 0x33)),
        ] {
            let theme = Theme::new(background, depth, Charset::Unicode);
            themes.push((format!("{background:?} {depth:?}"), theme, grounds, text));
        }
    }
    themes
}

/// Descriptions of the colour pairs that have less contrast than they need.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn check(&mut self, what: &str, front: Color, back: Color, least: f64) {
        let ratio = contrast(front, back);
        if ratio < least {
            self.0
                .push(format!("{what}, {front} on {back}, has {ratio:.2}"));
        }
    }
}

#[test]
fn every_text_is_legible_on_its_ground() {
    let mut faults = Faults::default();
    for (name, theme, grounds, text) in themes() {
        let style = theme.selection().bg.unwrap();
        let selected = (style != Color::Reset).then_some(style);
        for ground in grounds.into_iter().chain(selected) {
            let or_text = |color| if color == Color::Reset { text } else { color };
            for (what, color) in [("muted", theme.muted), ("accent", theme.accent)] {
                faults.check(&format!("{name}: {what}"), or_text(color), ground, TEXT);
            }
            faults.check(&format!("{name}: text"), text, ground, TEXT);
        }
        for phase in [
            Phase::Paused,
            Phase::Running,
            Phase::Finished,
            Phase::Diverged,
        ] {
            let word = theme.phase(phase, true);
            faults.check(
                &format!("{name}: status"),
                word.fg.unwrap(),
                word.bg.unwrap(),
                TEXT,
            );
            let word = theme.phase(phase, false).fg.unwrap();
            for ground in grounds {
                faults.check(&format!("{name}: status requested"), word, ground, TEXT);
            }
        }
    }
    assert_eq!(faults.0, [""; 0]);
}

#[test]
fn every_shape_stands_out_from_its_ground() {
    let mut faults = Faults::default();
    for (name, theme, grounds, _) in themes() {
        let fields = theme.fields.concat().into_iter().chain(theme.mistake.bg);
        let fields = fields.chain(theme.halves);
        let shown: Vec<Color> = fields.filter(|field| *field != Color::Reset).collect();
        let behind = if shown.is_empty() {
            grounds.to_vec()
        } else {
            shown
        };
        for ground in behind {
            for (what, color) in [
                ("class 0", theme.classes[0]),
                ("class 1", theme.classes[1]),
                ("test of class 0", theme.tests[0]),
                ("test of class 1", theme.tests[1]),
                ("boundary", theme.boundary),
            ] {
                faults.check(&format!("{name}: {what}"), color, ground, SHAPE);
            }
        }
        for ground in grounds {
            for (what, color) in [("curve", theme.curve), ("test curve", theme.test_curve)] {
                faults.check(&format!("{name}: {what}"), color, ground, SHAPE);
            }
        }
    }
    assert_eq!(faults.0, [""; 0]);
}

/// Matrices from linear RGB to the linear RGB seen by eyes that lack one kind of cones: Machado, Oliveira
/// and Fernandes (2009), at full severity.
const BLIND: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// Converts linear RGB to CIE 1976 L*, a* and b* under daylight (D65).
fn lab([red, green, blue]: Light) -> [f64; 3] {
    let x = (0.412_4 * red + 0.357_6 * green + 0.180_5 * blue) / 0.950_47;
    let y = 0.212_6 * red + 0.715_2 * green + 0.072_2 * blue;
    let z = (0.019_3 * red + 0.119_2 * green + 0.950_5 * blue) / 1.088_83;
    let root = |share: f64| {
        if share > 0.008_856 {
            share.cbrt()
        } else {
            7.787 * share + 16.0 / 116.0
        }
    };
    let [x, y, z] = [x, y, z].map(root);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Returns the distance of two colours in L*a*b*, as eyes see them that turn light by this matrix.
fn distance(pair: [Color; 2], matrix: [[f64; 3]; 3]) -> f64 {
    let seen = pair.map(|color| {
        let light = light(color);
        let row = |row: [f64; 3]| -> f64 {
            let sum: f64 = row.iter().zip(light).map(|(share, of)| share * of).sum();
            sum.clamp(0.0, 1.0)
        };
        lab(matrix.map(row))
    });
    let squares = seen[0].iter().zip(seen[1]).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

#[test]
fn points_on_the_wrong_side_are_marked_in_every_theme_so_that_all_eyes_see_it() {
    const USUAL: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let eyes = BLIND.into_iter().chain([("usual sight", USUAL)]);
    let mut faults = Faults::default();
    for (name, theme, ..) in themes() {
        let Some(ground) = theme.mistake.bg else {
            let reversed = theme.mistake.add_modifier.contains(Modifier::REVERSED);
            assert!(reversed, "{name} does not mark them");
            continue;
        };
        for (kind, matrix) in eyes.clone() {
            for field in theme.fields.concat() {
                let distance = distance([ground, field], matrix);
                if distance <= 12.0 {
                    let fault =
                        format!("{name}: {kind} sees {ground} and {field} {distance:.0} apart");
                    faults.0.push(fault);
                }
            }
        }
        // In 256 colours, blue on dark red had the weakest contrast of all.
        let least = if name.ends_with("Indexed") {
            4.4
        } else {
            SHAPE
        };
        for color in theme.classes {
            faults.check(&format!("{name}: wrong side"), color, ground, least);
        }
    }
    assert_eq!(faults.0, [""; 0]);
}

#[test]
fn a_wrong_point_has_the_ground_of_mistakes_in_24_bit_and_in_256_colours() {
    for (color, depth) in [("rgb", ColorDepth::Rgb), ("256", ColorDepth::Indexed)] {
        for (name, background) in [("dark", Background::Dark), ("light", Background::Light)] {
            let options = format!("--paused --init=0,-1,-1 --color {color} --theme {name}");
            let mut stage = open(&format!("sgdscope {options}"), (80, 24));
            let theme = Theme::new(background, depth, Charset::Unicode);
            let buffer = stage.draw();
            let inside = (1..47).flat_map(|x| (1..22).map(move |y| (x, y)));
            let points = inside.map(|place| &buffer[place]);
            let points = points.filter(|cell| theme.classes.contains(&cell.fg));
            let points: Vec<_> = points.filter(|cell| cell.symbol() != "\u{2800}").collect();
            assert!(points.len() > 60);
            let all_marked = points.iter().all(|cell| Some(cell.bg) == theme.mistake.bg);
            assert!(all_marked, "all points are on the wrong side: {options}");
        }
    }
}

#[test]
fn what_differs_in_meaning_differs_in_colour() {
    for (name, theme, ..) in themes() {
        let chart = [theme.curve, theme.test_curve, theme.dots];
        for (place, color) in chart.iter().enumerate() {
            assert!(
                !chart[..place].contains(color),
                "{name}: {color} twice in the chart"
            );
        }
        let others = [theme.classes[0], theme.classes[1], theme.accent];
        assert!(
            !others.contains(&theme.test_curve),
            "{name}: the test curve"
        );
        if name.ends_with("Ansi") {
            assert!(!theme.classes.contains(&theme.accent), "{name}: the keys");
        }
    }
}

#[test]
fn every_lane_stands_out_and_its_letter_is_legible_on_its_colour() {
    let mut faults = Faults::default();
    for (name, theme, grounds, _) in themes() {
        // Few of the 16 colours are dark, and the terminal decides how dark.
        let least = if name.ends_with("Ansi") { SHAPE } else { TEXT };
        for (place, lane) in theme.lanes.into_iter().enumerate() {
            let badge = theme.badge(LaneId::nth(u8::try_from(place).unwrap()));
            assert_eq!(badge.bg, Some(lane));
            faults.check(&format!("{name}: letter"), badge.fg.unwrap(), lane, least);
            for ground in grounds {
                faults.check(&format!("{name}: lane"), lane, ground, least);
            }
        }
        for color in theme.faded_classes.into_iter().chain(theme.faded_tests) {
            for ground in grounds {
                faults.check(&format!("{name}: faded point"), color, ground, SHAPE);
            }
        }
    }
    assert_eq!(faults.0, [""; 0]);
}

#[test]
fn lanes_are_told_apart_from_each_other_and_from_the_classes_by_all_eyes() {
    const USUAL: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let eyes = BLIND.into_iter().chain([("usual sight", USUAL)]);
    let mut faults = Vec::new();
    for (name, theme, ..) in themes() {
        for (place, lane) in theme.lanes.into_iter().enumerate() {
            assert!(
                !theme.lanes[..place].contains(&lane),
                "{name}: {lane} twice"
            );
            if name.ends_with("Ansi") {
                // There are too few colours for all eyes.
                continue;
            }
            let points = theme.faded_classes.into_iter().map(|color| (color, 9.0));
            // The first three lanes must be told apart most easily.
            let least = if place < 3 { 25.0 } else { 9.0 };
            let others = theme.lanes[..place].iter().map(|color| (*color, least));
            for ((kind, matrix), (other, least)) in eyes.clone().flat_map(|eye| {
                others
                    .clone()
                    .chain(points.clone())
                    .map(move |pair| (eye, pair))
            }) {
                let distance = distance([lane, other], matrix);
                if distance < least {
                    let fault =
                        format!("{name}: {kind} sees {lane} and {other} {distance:.0} apart");
                    faults.push(fault);
                }
            }
        }
    }
    assert_eq!(faults, [""; 0]);
}

#[test]
fn the_classes_are_told_apart_by_colour_blind_eyes() {
    let mut faults = Vec::new();
    for (name, theme, ..) in themes() {
        for (what, pair) in [("classes", theme.classes), ("tests", theme.tests)] {
            for (kind, matrix) in BLIND {
                let distance = distance(pair, matrix);
                if distance <= 40.0 {
                    faults.push(format!(
                        "{name}: {kind} sees the {what} {distance:.0} apart"
                    ));
                }
            }
        }
    }
    assert_eq!(faults, [""; 0]);
}

#[test]
fn without_colours_the_classes_are_letters_and_the_wrong_ones_reversed() {
    let mut stage = open("sgdscope --paused --init=0,-1,-1 --color never", (80, 24));
    let buffer = stage.draw();
    for cell in buffer.content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
    let of = |letter: &str| {
        let inside = (1..47).flat_map(|x| (1..22).map(move |y| (x, y)));
        let cells = inside.map(|place| &buffer[place]);
        let lettered = cells.filter(|cell| cell.symbol() == letter);
        lettered.map(|cell| cell.modifier).collect::<Vec<_>>()
    };
    for letter in ["o", "x"] {
        assert!(of(letter).len() > 30);
        let reversed = of(letter)
            .iter()
            .all(|modifier| modifier.contains(Modifier::REVERSED));
        assert!(reversed, "all points are on the wrong side");
    }
    assert!(
        buffer[(1, 23)]
            .modifier
            .contains(Modifier::REVERSED | Modifier::BOLD)
    );
}

#[test]
fn ascii_is_enough_for_every_picture() {
    for (keys, seconds, shown) in [
        ("", 0, &["o o", "x x", "**", "> alpha", "< 0.01 >"][..]),
        (
            "",
            40,
            &["FINISHED", "*****", "*x1", "400 points - seed 95"],
        ),
        (
            "?",
            1,
            &["+ Help ", "k j       select", "g         go to an update"],
        ),
        ("+", 0, &["< 0.02 >"]),
    ] {
        for size in [
            (80, 24),
            (100, 30),
            (200, 50),
            (40, 12),
            (20, 5),
            (1, 1),
            (0, 0),
        ] {
            let command_line = "sgdscope --ascii --color 16 --noise 2";
            let mut stage = open(command_line, size);
            stage.pass(Duration::from_secs(seconds));
            keys.chars().for_each(|key| stage.key(key));
            let text = stage.text();
            assert!(text.is_ascii(), "{text}");
            assert!(!text.contains("??"), "{text}");
            for words in shown.iter().filter(|_| size.0 >= 80) {
                assert!(text.contains(words), "no {words} on\n{text}");
            }
        }
    }
}
