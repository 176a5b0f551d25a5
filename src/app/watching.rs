//! A log that is watched: what the screen says of it.

use crate::app::App;
use crate::app::notice::Notice;
use crate::session::watched::WatchedView;

impl App {
    /// Returns the log that is watched, if there is one.
    #[must_use]
    pub fn watched(&self) -> Option<&WatchedView> {
        self.confirmed().watched.as_deref()
    }

    /// Returns what the table of the lanes compares, in words: a log with the reference, or what all lanes have in common.
    #[must_use]
    pub fn compared(&self) -> String {
        let one_lane = self.confirmed().lanes.len() == 1;
        let watched = self.watched().filter(|_| one_lane);
        let name = watched.map(|watched| format!("Y: {}", watched.name));
        name.unwrap_or_else(|| self.in_common().to_owned())
    }

    /// Returns how the log and the reference compare, in at most `width` columns if possible.
    #[must_use]
    pub fn beside_log(&self, width: usize) -> Option<String> {
        let watched = self.watched()?;
        let (unit, number) = watched.reached;
        let word = unit.word();
        let forms = match &watched.parting {
            Some(parting) => {
                let (number, brief) = (parting.moment.1, parting.brief());
                vec![
                    format!("yours parts at {word} {number}: {brief}"),
                    format!("parts at {number}: {brief}"),
                    format!("off at {number}: {brief}"),
                    format!("{number}: {brief}"),
                ]
            }
            None if number == 0 => vec!["yours has no rows yet".to_owned()],
            None => vec![
                format!("yours agrees up to {word} {number}"),
                format!("agrees up to {number}"),
            ],
        };
        let fitting = forms.iter().find(|form| form.chars().count() <= width);
        fitting.or(forms.last()).cloned()
    }

    /// Returns what the screen has told of the log, so that it is told once.
    pub(super) fn told_of_log(&self) -> ToldOfLog {
        self.watched()
            .map_or_else(ToldOfLog::default, |watched| ToldOfLog {
                trouble: watched.trouble.is_some(),
                end: watched.is_over,
                parting: watched.parting.is_some(),
            })
    }

    /// Tells what is new in the log.
    pub(super) fn tell_of_log(&mut self, told: ToldOfLog) {
        let Some(watched) = self.watched() else {
            return;
        };
        let mut notices = Vec::new();
        if let Some(why) = watched.trouble.as_ref().filter(|_| !told.trouble) {
            notices.push(Notice::log_has_trouble(why));
        }
        if watched.is_over && !told.end {
            let (unit, number) = watched.reached;
            notices.push(Notice::log_has_ended(
                unit.word(),
                number,
                watched.parting.is_some(),
            ));
        }
        if watched.parting.is_some() && !told.parting {
            let words = self.beside_log(usize::MAX).unwrap_or_default();
            notices.push(Notice::log_parts(&words));
        }
        for notice in notices {
            self.notices.tell(notice);
        }
    }
}

/// What the screen has told of a log.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ToldOfLog {
    trouble: bool,
    end: bool,
    parting: bool,
}
