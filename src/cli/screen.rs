//! Standard output: buffered, in colour or not, so many columns wide.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;

use super::styled::Styled;

/// Columns where standard output is no terminal.
const WIDTH_IN_A_PIPE: usize = 80;
/// Fewest and most columns that text is wrapped to: lines that are longer are hard to read.
const WIDTHS: (usize, usize) = (40, 100);

/// When output is in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` or `CLICOLOR` asks otherwise.
    Auto,
    /// Also in a pipe.
    Always,
    /// Not at all.
    Never,
}

impl Color {
    /// Tells every stream of the program.
    pub fn set(self) {
        let choice = match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::AlwaysAnsi,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// Where results go. Every write can fail, with [`io::ErrorKind::BrokenPipe`] where the reader went away.
pub struct Screen {
    out: Box<dyn Write>,
    color: bool,
    width: usize,
}

impl Screen {
    /// Standard output, locked until the screen is dropped; [`Color::set`] comes first.
    pub fn stdout() -> Screen {
        let stdout = io::stdout();
        let color = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
        let width = if stdout.is_terminal() { terminal_width() } else { WIDTH_IN_A_PIPE };
        Screen { out: Box::new(BufWriter::with_capacity(1 << 16, stdout.lock())), color, width }
    }

    /// A file, without colour.
    pub fn file(file: std::fs::File) -> Screen {
        Screen { out: Box::new(BufWriter::with_capacity(1 << 16, file)), color: false, width: WIDTH_IN_A_PIPE }
    }

    /// Whether styles are shown.
    pub fn color(&self) -> bool {
        self.color
    }

    /// Columns to wrap text to.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Prints one line as it is.
    pub fn line(&mut self, line: &Styled) -> io::Result<()> {
        let text = if self.color { line.ansi() } else { line.plain().to_string() };
        self.raw(format!("{}\n", text.trim_end_matches(' ')).as_bytes())
    }

    /// Prints lines as they are.
    pub fn lines(&mut self, lines: &[Styled]) -> io::Result<()> {
        for line in lines {
            self.line(line)?;
        }
        Ok(())
    }

    /// Prints a paragraph, wrapped.
    pub fn paragraph(&mut self, text: &Styled) -> io::Result<()> {
        self.lines(&text.wrap(self.width, 0, 0))
    }

    /// Prints an empty line.
    pub fn blank(&mut self) -> io::Result<()> {
        self.raw(b"\n")
    }

    /// Prints a value as one line of JSON.
    pub fn json<T: serde::Serialize>(&mut self, value: &T) -> anyhow::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        Ok(self.raw(&line)?)
    }

    /// Prints bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes).map_err(not_written)
    }

    /// Lets what was printed be read.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush().map_err(not_written)
    }
}

/// Says what could not be done, beside what the system says.
fn not_written(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("the results can't be written: {error}"))
}

/// Columns of the terminal within [`WIDTHS`].
fn terminal_width() -> usize {
    let columns = match terminal_size::terminal_size() {
        Some((terminal_size::Width(columns), _)) => usize::from(columns),
        None => WIDTH_IN_A_PIPE,
    };
    columns.clamp(WIDTHS.0, WIDTHS.1)
}
