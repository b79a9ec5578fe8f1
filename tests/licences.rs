//! Everything that the program is built of may be used as `deny.toml` allows, and comes from where it says; `cargo deny check`
//! looks at more, where it is installed.

use std::process::Command;

use serde_json::Value;
use spdx::{Expression, ParseMode};

/// The licences that `deny.toml` allows.
fn allowed() -> Vec<String> {
    let text = include_str!("../deny.toml");
    let list = text.split_once("allow = [").and_then(|(_, rest)| rest.split_once("\n]")).expect("a list").0;
    let lines = list.lines().map(str::trim).filter(|line| line.starts_with('"'));
    lines.map(|line| line.trim_matches(['"', ',']).to_owned()).collect()
}

fn packages() -> Vec<Value> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn every_licence_is_allowed_and_every_source_known() {
    let allowed = allowed();
    assert!(allowed.len() > 5);
    let packages = packages();
    assert!(packages.len() > 100);
    for package in packages {
        let name = &package["name"];
        let licence = package["license"].as_str().unwrap_or_else(|| panic!("{name} has no licence"));
        let expression = Expression::parse_mode(licence, ParseMode::LAX);
        let expression = expression.unwrap_or_else(|error| panic!("{name}: {licence}: {error}"));
        let is_allowed = expression.evaluate(|wanted| allowed.contains(&wanted.to_string()));
        assert!(is_allowed, "{name}: {licence} is not among those that deny.toml allows");
        let is_known = package["source"].as_str().is_none_or(|source| source.ends_with("/crates.io-index"));
        assert!(is_known, "{name}: from {}", package["source"]);
    }
}

#[test]
fn a_licence_that_is_not_allowed_is_told() {
    let allowed = allowed();
    for (licence, fits) in
        [("MIT", true), ("GPL-3.0-only", false), ("GPL-3.0-only OR MIT", true), ("MIT AND GPL-3.0-only", false)]
    {
        let expression = Expression::parse(licence).unwrap();
        assert_eq!(expression.evaluate(|wanted| allowed.contains(&wanted.to_string())), fits, "{licence}");
    }
}
