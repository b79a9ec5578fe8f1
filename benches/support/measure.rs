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

/// Runs `command` and returns its time and its peak memory in bytes (0 where the system does not tell).
pub fn with_memory(command: &mut Command) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = command.spawn().expect("whosaid runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("whosaid can be waited for").is_none() {
        peak = fs::read_to_string(&status).ok().and_then(|text| high_water(&text)).unwrap_or(peak);
        std::thread::sleep(Duration::from_millis(10));
    }
    (start.elapsed(), peak)
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
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
