//! The real binary in pseudo-terminals, under shells, in tmux and through OpenSSH: what users can rely
//! on, promise by promise.
//!
//! | promise | where it is held |
//! |---|---|
//! | 1 to 3: it ends when the terminal goes away | [`hangup`] |
//! | 4 to 6: every way out leaves a clean terminal | [`ways_out`] |
//! | 7, 8: suspended, continued, in the background | [`jobs`] |
//! | 9 to 11: what the terminal sends cannot harm it | [`input`] |
//! | 12: any size of the window | [`sizes`] |
//! | 13 to 15: a link that stands still | [`stalls`] |
//! | 16, 17, 19: silence, budgets, keys answered at once | [`traffic`] |
//! | 18: a bounded history | `src/session/history.rs`, where it is pure |
//! | 20: what the environment tells | [`environment`] |

mod environment;
mod hangup;
mod input;
mod jobs;
mod process;
mod program;
mod session;
mod sizes;
mod ssh;
mod stalls;
mod tmux;
mod traffic;
mod ways_out;
