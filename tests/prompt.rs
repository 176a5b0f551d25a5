//! Tests the typed line: values that are typed, settings that are found by name, and how the line looks.

#[path = "support/stage.rs"]
#[expect(dead_code, reason = "keys are pressed from scripts")]
mod stage;

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Modifier;
use sgdscope::app::Message;
use sgdscope::app::effect::{Effect, End};
use sgdscope::app::keymap::Mode;
use sgdscope::session::settings::{Reach, Settings, TABLE};
use sgdscope::studio::stage::Stage;
use stage::open;

const SIZE: (u16, u16) = (80, 24);

/// Presses keys that are written as in `shoot`: `{enter}` and the like, and characters.
fn press(stage: &mut Stage, script: &str) {
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let (key, after) = match named {
            Some((name, after)) => (key_of(name), after),
            None => (
                KeyEvent::from(KeyCode::Char(first)),
                &rest[first.len_utf8()..],
            ),
        };
        stage.press(key);
        rest = after;
    }
}

fn key_of(name: &str) -> KeyEvent {
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "back" => KeyCode::BackTab,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "erase" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        _ => {
            let letter = name
                .strip_prefix("ctrl-")
                .and_then(|name| name.chars().next());
            let code = KeyCode::Char(letter.expect(name));
            return KeyEvent::new(code, KeyModifiers::CONTROL);
        }
    };
    KeyEvent::from(code)
}

fn text(stage: &Stage, flag: &str) -> String {
    let setting = Settings::find(flag).expect(flag);
    setting.text(&stage.app().requested().settings)
}

fn select(stage: &mut Stage, flag: &str) {
    press(stage, &format!("/{flag}{{enter}}"));
    assert_eq!(stage.app().view().selected.flag, flag);
}

fn line(stage: &Stage) -> Option<&str> {
    let prompt = stage.app().view().prompt.as_ref();
    prompt.map(|prompt| prompt.line.text())
}

fn error(stage: &Stage) -> Option<String> {
    let prompt = stage.app().view().prompt.as_ref()?;
    let error = prompt.error.as_ref()?;
    Some(format!("{}: {}", error.what, error.why))
}

fn notice(stage: &Stage) -> &str {
    stage
        .app()
        .notice()
        .map_or("", |notice| notice.text.as_str())
}

#[test]
fn a_value_that_the_command_line_takes_can_be_typed() {
    for (flag, typed, value) in [
        ("alpha", "0.037", "0.037"),
        ("alpha", " 1e-3 ", "0.001"),
        ("batch-size", "all", "all"),
        ("batch-size", "33", "33"),
        ("epochs", "7", "7"),
        ("optimizer", "adam", "adam"),
        ("flip", "10%", "10%"),
        ("features", "x1,x2,x1x2", "x1,x2,x1x2"),
        ("init", "0,-1,-1", "0,-1,-1"),
        ("family", "spiral", "spiral"),
        ("target-loss", "0.05", "0.05"),
        ("speed", "max", "max"),
        ("axis", "log", "log"),
        ("noise", "auto", "auto"),
    ] {
        let mut stage = open("sgdscope --paused --noise 3", SIZE);
        select(&mut stage, flag);
        press(&mut stage, &format!("{{enter}}{typed}{{enter}}"));
        assert_eq!(
            (error(&stage), line(&stage)),
            (None, None),
            "{flag} {typed}"
        );
        assert_eq!(text(&stage, flag), value, "{flag} {typed}");
        assert!(stage.app().is_settled());
    }
}

#[test]
fn a_value_that_needs_a_new_run_begins_one_as_the_arrow_keys_do() {
    let mut typed = open("sgdscope --speed 1000 --noise 5", SIZE);
    typed.pass(Duration::from_secs(1));
    press(&mut typed, ":family=moons{enter}");
    let mut stepped = open("sgdscope --speed 1000 --noise 5", SIZE);
    stepped.pass(Duration::from_secs(1));
    press(&mut stepped, "d");
    for stage in [&typed, &stepped] {
        assert!(
            notice(stage).starts_with("new run: moons: "),
            "{}",
            notice(stage)
        );
        assert_eq!(stage.app().confirmed().control.run, 1);
        // The noise means something else there.
        assert_eq!(text(stage, "noise"), "auto");
    }
    assert_eq!(notice(&typed), notice(&stepped));
    // The noise of the first family comes back with it.
    press(&mut typed, ":family=blobs{enter}");
    assert_eq!(text(&typed, "noise"), "5");
    // The value that it has already begins no run.
    press(&mut typed, ":seed 95{enter}");
    assert_eq!(typed.app().confirmed().control.run, 2);
    assert_eq!(notice(&typed), "data seed has that value already");
}

#[test]
fn what_is_no_value_is_refused_with_the_range_and_the_line_stays_open() {
    for (flag, typed, said) in [
        ("alpha", "abc", "alpha abc: must be a finite number above 0"),
        ("alpha", "-1", "alpha -1: must be a finite number above 0"),
        (
            "flip",
            "51",
            "flipped labels 51: must be a whole percentage from 0 to 50",
        ),
        // Valid alone, but not together with the others.
        (
            "init",
            "0,1",
            "start 0,1: must be 3 numbers, for the bias and each feature",
        ),
        (
            "noise",
            "51",
            "noise 51: must be auto or a number from 0 to 50 for gauss",
        ),
        (
            "family",
            "file",
            "data file: must be blobs, moons, circles, circle, xor, gauss, spiral or scales",
        ),
        // Several values begin a race, except of what all lanes share.
        (
            "noise",
            "0.1,0.5",
            "noise 0.1,0.5: must be one value: all lanes share it",
        ),
        (
            "speed",
            "1..3",
            "speed 1..3: must be one value: all lanes share it",
        ),
    ] {
        let mut stage = open("sgdscope --paused --family gauss", SIZE);
        let before = stage.app().requested().settings.clone();
        select(&mut stage, flag);
        press(&mut stage, &format!("{{enter}}{typed}{{enter}}"));
        assert_eq!(error(&stage).as_deref(), Some(said), "{flag} {typed}");
        assert_eq!(line(&stage), Some(typed));
        assert!(
            stage.text().contains(&format!(" {said}\n")),
            "{}",
            stage.text()
        );
        assert_eq!(stage.app().requested().settings, before);
        press(&mut stage, "{erase}");
        assert_eq!(error(&stage), None, "it goes when the text is edited");
        press(&mut stage, "{esc}");
        assert_eq!(line(&stage), None);
    }
}

#[test]
fn given_weights_that_do_not_fit_the_features_do_not_hinder_a_race() {
    let mut stage = open("sgdscope --paused --init 1,2,3", SIZE);
    press(&mut stage, "1:init=4,5;4,5,6{enter}");
    assert_eq!(
        error(&stage).as_deref(),
        Some("start 4,5,6: must be 2 numbers, for the bias and each feature"),
    );
    press(&mut stage, "{esc}:alpha=0.1,0.5{enter}");
    assert_eq!(line(&stage), None);
    let lanes = &stage.app().confirmed().lanes;
    let weights: Vec<Vec<f64>> = lanes.iter().map(|lane| lane.parameters.to_vec()).collect();
    assert_eq!(weights, [[1.0, 2.0], [1.0, 2.0]]);
}

#[test]
fn no_refusal_is_cut_and_no_word_of_it_broken() {
    for setting in TABLE {
        for size in [SIZE, (60, 20), (30, 10)] {
            let mut stage = open("sgdscope --paused --optimizer adam", size);
            let reach = Reach::default();
            if !(setting.applies)(&stage.app().requested().settings, &reach) {
                continue;
            }
            select(&mut stage, setting.flag);
            press(&mut stage, "{enter}?!{enter}");
            let text = stage.text();
            let rows: Vec<&str> = text.lines().collect();
            let above = rows[usize::from(size.1) - 5..usize::from(size.1) - 1].join(" ");
            let said = above.split_whitespace().collect::<Vec<_>>().join(" ");
            let range = format!("must be {}", (setting.range)());
            // A list that is wider than the window is broken after its commas.
            let said = said.replace(", ", ",");
            let range = range.replace(", ", ",");
            assert!(
                said.ends_with(&range),
                "{range} is not at the end of\n{text}"
            );
            if size == SIZE {
                let row = rows[22].replace(", ", ",");
                assert!(row.contains(&range), "it has one line: {text}");
            }
        }
    }
}

#[test]
fn tab_completes_names_and_values() {
    let mut stage = open("sgdscope --paused", SIZE);
    select(&mut stage, "optimizer");
    press(&mut stage, "{enter}ad");
    assert!(stage.text().contains(" adagrad  adam"), "{}", stage.text());
    press(&mut stage, "{tab}{tab}{enter}");
    assert_eq!(text(&stage, "optimizer"), "adam");
    select(&mut stage, "features");
    press(&mut stage, "{enter}x2,{tab}{tab},si{tab}{tab}{back}{enter}");
    assert_eq!(text(&stage, "features"), "x2,x1^2,sinx1");
    press(&mut stage, ":sched{tab}");
    assert_eq!(line(&stage), Some("schedule"));
    press(&mut stage, "={back}");
    assert_eq!(line(&stage), Some("schedule=cosine"));
    press(&mut stage, "{enter}");
    assert_eq!(text(&stage, "schedule"), "cosine");
}

#[test]
fn the_line_is_edited_as_lines_are_and_esc_changes_nothing() {
    let mut stage = open("sgdscope --paused", SIZE);
    press(
        &mut stage,
        "{enter}13{left}2{home}0{delete}{end}5{ctrl-a}{delete}{ctrl-e}{erase}",
    );
    assert_eq!(line(&stage), Some("23"));
    press(&mut stage, "{ctrl-u}1.5 x{ctrl-w}{erase}");
    assert_eq!(line(&stage), Some("1.5"));
    press(&mut stage, "{home}{right}{ctrl-k}");
    assert_eq!(line(&stage), Some("1"));
    stage.tell(Message::Paste("e-2\r\n".to_owned()));
    assert_eq!(line(&stage), Some("1e-2"));
    press(&mut stage, "{esc}");
    assert_eq!((line(&stage), text(&stage, "alpha")), (None, "0.01".into()));
    // The present value can be edited.
    press(&mut stage, "{enter}{end}7{enter}");
    assert_eq!(text(&stage, "alpha"), "0.017");
    // An empty line changes nothing.
    press(&mut stage, "{enter}{enter}");
    assert_eq!(
        (line(&stage), text(&stage, "alpha")),
        (None, "0.017".into())
    );
    stage.tell(Message::Paste("x".repeat(300)));
    press(&mut stage, "{enter}");
    stage.tell(Message::Paste("x".repeat(300)));
    assert_eq!(line(&stage).map(str::len), Some(240));
    assert!(stage.text().contains("a line has at most 240 characters"));
}

#[test]
fn while_a_line_is_typed_keys_are_text_training_goes_on_and_the_ways_out_work() {
    let mut stage = open("sgdscope --speed 100", SIZE);
    press(&mut stage, "{enter}q s?");
    assert_eq!((line(&stage), stage.end()), (Some("q s?"), None));
    let before = stage.app().lane().progress.updates;
    stage.pass(Duration::from_secs(1));
    assert!(stage.app().lane().progress.updates > before + 50);
    press(&mut stage, "{ctrl-z}{ctrl-l}");
    assert_eq!(stage.take_asked(), [Effect::Suspend]);
    assert_eq!(stage.app().view().mode(), Mode::Prompt);
    press(&mut stage, "{ctrl-c}");
    assert_eq!(stage.end(), Some(&End::Quit));
}

#[test]
fn a_setting_is_found_by_any_part_of_its_name() {
    let mut stage = open("sgdscope --paused", SIZE);
    let selected = |stage: &Stage| stage.app().view().selected.flag;
    press(&mut stage, "/e");
    assert_eq!(selected(&stage), "epochs");
    press(&mut stage, "ps");
    assert_eq!(selected(&stage), "epsilon");
    press(&mut stage, "{ctrl-u}zzz");
    assert_eq!(selected(&stage), "alpha", "nothing is found");
    assert!(stage.text().contains("nothing is called that"));
    press(&mut stage, "{enter}");
    let said = "zzz: no hyperparameter is called that";
    assert_eq!(error(&stage).as_deref(), Some(said));
    press(&mut stage, "{ctrl-u}beta{esc}");
    assert_eq!(selected(&stage), "alpha", "esc goes back");
    press(&mut stage, "/axis{enter}");
    assert_eq!((selected(&stage), line(&stage)), ("axis", None));
    assert!(stage.text().contains("▸ axis") && stage.text().contains("[View]"));
    assert!(stage.app().is_settled());
}

#[test]
fn a_name_with_a_value_sets_it_at_once() {
    let mut stage = open("sgdscope --paused", SIZE);
    for (typed, flag, value) in [
        (":alpha 0.5", "alpha", "0.5"),
        (":batch-size=all", "batch-size", "all"),
        ("/batch size 16", "batch-size", "16"),
        (":--init=0,-1,-1", "init", "0,-1,-1"),
        (":start seed 7", "init-seed", "7"),
    ] {
        if flag == "init-seed" {
            press(&mut stage, ":init uniform{enter}");
        }
        press(&mut stage, &format!("{typed}{{enter}}"));
        assert_eq!((error(&stage), line(&stage)), (None, None), "{typed}");
        assert_eq!(text(&stage, flag), value, "{typed}");
        assert_eq!(stage.app().view().selected.flag, flag);
    }
    press(&mut stage, ":alpha=abc{enter}");
    let said = "alpha abc: must be a finite number above 0";
    assert_eq!(error(&stage).as_deref(), Some(said));
}

#[test]
fn a_setting_without_effect_is_found_and_says_why_nothing_happens() {
    let mut stage = open("sgdscope --paused", SIZE);
    let said = "momentum has no effect now: only with momentum or nesterov";
    press(&mut stage, "/momentum");
    assert!(stage.text().contains("has no effect now: only with"));
    press(&mut stage, "{enter}");
    assert_eq!(notice(&stage), said);
    assert!(stage.text().contains("▸ momentum"));
    assert!(stage.text().contains("Has no effect now: only with"));
    press(&mut stage, "{enter}");
    assert_eq!((line(&stage), notice(&stage)), (None, said));
    press(&mut stage, ":momentum 0.5{enter}");
    assert!(error(&stage).unwrap().ends_with(said));
    assert_eq!(text(&stage, "momentum"), "0.9");
    // A setting that can have no effect says why.
    for setting in TABLE {
        let always = [
            Settings::default(),
            settings("optimizer", "adam"),
            settings("family", "file"),
        ];
        let applies = |settings: &Settings| (setting.applies)(settings, &Reach::default());
        let why = (setting.needs)();
        assert!(always.iter().all(applies) || !why.is_empty(), "{setting:?}");
    }
}

fn settings(flag: &str, text: &str) -> Settings {
    let mut settings = Settings::default();
    Settings::find(flag)
        .unwrap()
        .set(&mut settings, text)
        .unwrap();
    settings
}

#[test]
fn every_setting_says_what_it_does_in_two_lines_at_80_columns() {
    for setting in TABLE {
        assert!(setting.effect.len() > 30, "{setting:?}");
        assert!(setting.effect.is_ascii() && setting.effect.ends_with(['.', '?']));
        let command_line = match setting.flag {
            "regularization-rate" => "sgdscope --paused --regularization l2",
            "test-points" => "sgdscope --paused --train-share 50",
            "momentum" => "sgdscope --paused --optimizer momentum",
            "rms-decay" => "sgdscope --paused --optimizer rmsprop",
            "gamma" | "period" => "sgdscope --paused --schedule step",
            _ => "sgdscope --paused --optimizer adam",
        };
        for (size, panel) in [(SIZE, 49..79), ((200, 50), 125..199)] {
            let mut stage = open(command_line, size);
            select(&mut stage, setting.flag);
            let text = stage.text();
            let inside = |row: &str| {
                let cells = row.chars().skip(panel.start).take(panel.len());
                cells.collect::<String>().trim().to_owned()
            };
            let rows: Vec<String> = text.lines().map(inside).collect();
            assert!(
                rows.join(" ").contains(setting.effect),
                "{} \n{text}",
                setting.effect
            );
        }
    }
}

#[test]
fn shift_tab_goes_back_through_the_tabs() {
    let mut stage = open("sgdscope --paused", SIZE);
    let group = |stage: &Stage| stage.app().view().selected.group.title();
    for (key, title) in [
        ("{tab}", "View"),
        ("{tab}", "Data"),
        ("{back}", "View"),
        ("{back}", "Training"),
        ("{back}", "Model"),
        ("{back}", "Data"),
        ("{back}", "View"),
    ] {
        press(&mut stage, key);
        assert_eq!(group(&stage), title);
        assert!(stage.text().contains(&format!("[{title}]")));
    }
}

#[test]
fn the_selected_tab_is_bold_and_in_brackets_without_colours_too() {
    for options in [
        "",
        "--color never",
        "--color never --ascii",
        "--theme light",
    ] {
        let mut stage = open(&format!("sgdscope --paused {options}"), SIZE);
        let text = stage.text();
        assert!(text.contains(" Data  Model [Training] View "), "{text}");
        let buffer = stage.draw();
        let row = (0..24).find(|&y| buffer[(62, y)].symbol() == "[").unwrap();
        assert!(buffer[(63, row)].modifier.contains(Modifier::BOLD));
        assert!(!buffer[(51, row)].modifier.contains(Modifier::BOLD));
    }
}

#[test]
fn the_cursor_is_always_visible() {
    for size in [SIZE, (60, 20), (30, 10)] {
        let mut stage = open("sgdscope --paused", size);
        let typed = "0.12345678901234567890,".repeat(5);
        press(&mut stage, &format!(":init={typed}"));
        for keys in ["", "{left}{left}", "{home}", "{end}日本"] {
            press(&mut stage, keys);
            let buffer = stage.draw();
            let lit = (0..size.0).filter(|&x| {
                let cell = &buffer[(x, size.1 - 1)];
                cell.modifier.contains(Modifier::REVERSED)
            });
            assert_eq!(lit.count(), 1, "{size:?} {keys}");
        }
    }
}

#[test]
fn the_line_looks_like_this() {
    for (columns, rows) in [(80, 24), (100, 30), (60, 20), (30, 10)] {
        for (name, keys) in [
            ("value", "{enter}0.03"),
            ("refused", "{enter}abc{enter}"),
            ("words", ":init{enter}{enter}"),
            ("find", "/mo{tab}"),
        ] {
            let mut stage = open("sgdscope --paused --init=0,-1,-1", (columns, rows));
            press(&mut stage, keys);
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), stage.text());
        }
    }
    for (name, options) in [
        ("light", "--theme light"),
        ("ascii", "--color never --ascii"),
    ] {
        let mut stage = open(&format!("sgdscope --paused --init=0,-1,-1 {options}"), SIZE);
        press(&mut stage, "/mo{tab}");
        let buffer = stage.draw();
        let (area, theme) = (buffer.area, options);
        let look = |y: u16| {
            let cells = (0..area.width).map(|x| &buffer[(x, y)]);
            let marks = cells.map(|cell| match cell.modifier {
                lit if lit.contains(Modifier::REVERSED) => 'R',
                lit if lit.contains(Modifier::BOLD) => 'B',
                _ if cell.bg != ratatui::style::Color::Reset => '_',
                _ => ' ',
            });
            marks.collect::<String>()
        };
        let looks = format!("{theme}\n{}\n{}\n", look(22), look(23));
        let text = stage.text();
        insta::assert_snapshot!(format!("find_{name}"), looks + &text);
    }
}
