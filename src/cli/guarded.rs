//! A panic on one article is that article's problem, never the end of a run.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use anyhow::bail;

use crate::article::Reason;

thread_local! {
    /// Whether this thread's panics are caught, so that nothing need be printed of them.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// What `work` gives, or the reason to skip what it worked on.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Reason> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !CAUGHT.get() {
                before(info);
            }
        }));
    });
    let outer = CAUGHT.replace(true);
    let end = panic::catch_unwind(AssertUnwindSafe(work));
    CAUGHT.set(outer);
    end.map_err(|payload| Reason::Panic(message(&*payload)))
}

/// Runs a command; a panic that nobody caught is an error in one line, as the engine's are where its files are damaged.
pub fn to_the_end<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    panic::set_hook(Box::new(|_| {}));
    let end = panic::catch_unwind(AssertUnwindSafe(work));
    end.unwrap_or_else(|payload| {
        let what = message(&*payload);
        bail!("failed unexpectedly ({what}): see what `whosaid check` says; if it says \"sound\", please report this")
    })
}

/// What a panic said.
fn message(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return text.to_string();
    }
    match payload.downcast_ref::<String>() {
        Some(text) => text.clone(),
        None => "no message".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_reason() {
        let end = guarded(|| -> u32 { panic!("article {} is too odd", 7) });
        assert_eq!(end, Err(Reason::Panic("article 7 is too odd".into())));
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
