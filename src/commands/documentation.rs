//! `sgdscope completions` and `sgdscope man`: generated from the definition of the arguments.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory;

use crate::cli::Cli;
use crate::commands::exit::finish;

/// Prints the completion script for a shell.
pub fn completions(shell: clap_complete::Shell) -> ExitCode {
    finish(print_completions(shell))
}

/// Prints the manual page.
pub fn manual() -> ExitCode {
    finish(print_manual())
}

fn print_completions(shell: clap_complete::Shell) -> Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "sgdscope", &mut text);
    Ok(io::stdout().write_all(&text)?)
}

/// Prints a single page for the program and its subcommands, because standard output can hold only one.
fn print_manual() -> Result<()> {
    let mut command = Cli::command();
    command.build();
    let main = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    main.render_title(&mut text)?;
    main.render_name_section(&mut text)?;
    main.render_synopsis_section(&mut text)?;
    main.render_description_section(&mut text)?;
    main.render_options_section(&mut text)?;
    for subcommand in command.get_subcommands() {
        let page = clap_mangen::Man::new(subcommand.clone());
        let mut section = Vec::new();
        page.render_description_section(&mut section)?;
        page.render_synopsis_section(&mut section)?;
        page.render_options_section(&mut section)?;
        let section = String::from_utf8(section)?.replace(".SH ", ".SS ");
        writeln!(
            text,
            ".SH {}\n{section}",
            subcommand.get_name().to_uppercase()
        )?;
    }
    Ok(io::stdout().write_all(&text)?)
}
