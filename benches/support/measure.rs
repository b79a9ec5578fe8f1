//! What benchmarks share: whole commands, their memory, the size of folders, percentiles.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program on the index in `folder`; it says nothing.
pub fn whosaid(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    command.arg("-q").arg("--index").arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The most memory that a command held at once, in bytes; 0 where the system does not tell.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    /// What it asked for.
    pub own: u64,
    /// With the parts of mapped files that it read, which the system takes back where it needs the room.
    pub with_files: u64,
}

/// Runs `command` and returns its time and its memory.
pub fn with_memory(command: &mut Command) -> (Duration, Memory) {
    let start = Instant::now();
    let mut child = command.spawn().expect("whosaid runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = Memory::default();
    while child.try_wait().expect("whosaid can be waited for").is_none() {
        if let Ok(status) = fs::read_to_string(&status) {
            peak.own = peak.own.max(bytes(&status, "RssAnon:"));
            peak.with_files = peak.with_files.max(bytes(&status, "VmHWM:"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    (start.elapsed(), peak)
}

fn bytes(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim().strip_suffix(" kB").and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) << 10
}

/// Bytes of all files in a folder and below.
pub fn folder_bytes(folder: &Path) -> u64 {
    walkdir::WalkDir::new(folder).into_iter().flatten().filter_map(|entry| entry.metadata().ok()).map(|m| m.len()).sum()
}

/// The time in milliseconds that `part` (0 to 1) of `times` do not exceed.
pub fn percentile(times: &mut [Duration], part: f64) -> f64 {
    times.sort();
    times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3
}
