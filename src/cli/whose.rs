//! Who does something that is kept with a name and a time, and when.

use std::env;

use clap::Args;
use jiff::Timestamp;

/// `--by NAME`.
#[derive(Clone, Debug, Args)]
pub struct Whose {
    /// Who says so, kept with it [default: your user name]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Where the system keeps the name of the user.
const USER_VARIABLES: [&str; 3] = ["USER", "LOGNAME", "USERNAME"];

impl Whose {
    /// The name given, else the user's; *unknown* where the system tells none.
    pub fn name(&self) -> String {
        let of_system = || USER_VARIABLES.iter().find_map(|name| env::var(name).ok().filter(|name| !name.is_empty()));
        self.by.clone().or_else(of_system).unwrap_or_else(|| "unknown".to_owned())
    }
}

/// Now, to the second.
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
