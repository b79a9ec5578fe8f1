//! Spreads work over threads, hands the results back in the order of the work, and bounds what is under way by its bytes.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;

/// Threads that are ever started for one piece of work: more bring nothing on any machine and may bring it down.
const MAX_THREADS: usize = 512;

/// Threads to use: as asked, else one a core; at most 512.
pub fn threads(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZeroUsize::get)).clamp(1, MAX_THREADS)
}

/// Runs `work` on `threads` threads over what `produce` sends, and `consume` on this thread over the results, in the
/// order in which the work was sent.
///
/// `produce` runs on a thread of its own and sends each piece with its size in bytes; sending waits while more than
/// `budget` bytes are under way (one piece may always be), and returns false once `consume` failed, which ends all.
///
/// # Errors
/// The first error of `consume`.
///
/// # Panics
/// When `produce`, `work` or `consume` does.
pub fn ordered<W, R, E>(
    threads: usize,
    budget: usize,
    produce: impl FnOnce(&dyn Fn(W, usize) -> bool) + Send,
    work: impl Fn(W) -> R + Sync,
    mut consume: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    W: Send,
    R: Send,
{
    let desk = Desk { state: Mutex::new(State::new()), changed: Condvar::new(), budget };
    thread::scope(|scope| {
        scope.spawn(|| {
            let _end = EndOfProduction(&desk);
            produce(&|piece, bytes| desk.send(piece, bytes));
        });
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let _abandon = AbandonOnPanic(&desk);
                while let Some((number, piece)) = desk.take() {
                    let result = work(piece);
                    desk.put(number, result);
                }
            });
        }
        let _abandon = AbandonOnPanic(&desk);
        while let Some(result) = desk.next_result() {
            if let Err(error) = consume(result) {
                desk.abandon();
                return Err(error);
            }
        }
        Ok(())
    })
}

/// Where producer, workers and consumer meet.
struct Desk<W, R> {
    state: Mutex<State<W, R>>,
    changed: Condvar,
    budget: usize,
}

struct State<W, R> {
    waiting: VecDeque<(u64, W)>,
    done: BTreeMap<u64, R>,
    /// Bytes of every piece sent and not yet consumed, by its number.
    bytes: BTreeMap<u64, usize>,
    bytes_under_way: usize,
    sent: u64,
    consumed: u64,
    closed: bool,
    abandoned: bool,
}

impl<W, R> State<W, R> {
    fn new() -> State<W, R> {
        State {
            waiting: VecDeque::new(),
            done: BTreeMap::new(),
            bytes: BTreeMap::new(),
            bytes_under_way: 0,
            sent: 0,
            consumed: 0,
            closed: false,
            abandoned: false,
        }
    }
}

impl<W, R> Desk<W, R> {
    fn lock(&self) -> MutexGuard<'_, State<W, R>> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<W, R>>) -> MutexGuard<'a, State<W, R>> {
        self.changed.wait(state).unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn send(&self, piece: W, bytes: usize) -> bool {
        let mut state = self.lock();
        while !state.abandoned && state.bytes_under_way > 0 && state.bytes_under_way + bytes > self.budget {
            state = self.wait(state);
        }
        if state.abandoned {
            return false;
        }
        let number = state.sent;
        state.sent += 1;
        state.bytes_under_way += bytes;
        state.bytes.insert(number, bytes);
        state.waiting.push_back((number, piece));
        self.changed.notify_all();
        true
    }

    fn take(&self) -> Option<(u64, W)> {
        let mut state = self.lock();
        loop {
            if state.abandoned {
                return None;
            }
            if let Some(piece) = state.waiting.pop_front() {
                return Some(piece);
            }
            if state.closed {
                return None;
            }
            state = self.wait(state);
        }
    }

    fn put(&self, number: u64, result: R) {
        self.lock().done.insert(number, result);
        self.changed.notify_all();
    }

    fn next_result(&self) -> Option<R> {
        let mut state = self.lock();
        loop {
            let next = state.consumed;
            if let Some(result) = state.done.remove(&next) {
                state.consumed += 1;
                let bytes = state.bytes.remove(&next).unwrap_or(0);
                state.bytes_under_way -= bytes;
                self.changed.notify_all();
                return Some(result);
            }
            if state.abandoned || state.closed && state.consumed == state.sent {
                return None;
            }
            state = self.wait(state);
        }
    }

    fn abandon(&self) {
        self.lock().abandoned = true;
        self.changed.notify_all();
    }
}

struct EndOfProduction<'a, W, R>(&'a Desk<W, R>);

impl<W, R> Drop for EndOfProduction<'_, W, R> {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.changed.notify_all();
    }
}

/// Lets the others end when one thread panics, so that the panic is seen instead of a standstill.
struct AbandonOnPanic<'a, W, R>(&'a Desk<W, R>);

impl<W, R> Drop for AbandonOnPanic<'_, W, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.abandon();
        }
    }
}

/// Runs `work`; a panic becomes its message.
///
/// # Errors
/// The message of the panic.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let message = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        message.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_work() {
        for threads in [1, 4] {
            let mut seen = Vec::new();
            let produce = |send: &dyn Fn(u64, usize) -> bool| {
                for number in 0..500 {
                    assert!(send(number, 1));
                }
            };
            let work = |number: u64| {
                if number.is_multiple_of(7) {
                    thread::yield_now();
                }
                number * 2
            };
            ordered(threads, 16, produce, work, |result| {
                seen.push(result);
                Ok::<(), ()>(())
            })
            .unwrap();
            assert_eq!(seen, (0..500).map(|number| number * 2).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn no_more_than_the_budget_is_under_way_but_one_piece_always_may_be() {
        let under_way = Mutex::new((0usize, 0usize));
        let produce = |send: &dyn Fn(usize, usize) -> bool| {
            for size in [3, 3, 3, 50, 3, 3] {
                send(size, size);
            }
        };
        let work = |size: usize| {
            let mut counts = under_way.lock().unwrap();
            counts.0 += size;
            counts.1 = counts.1.max(counts.0);
            size
        };
        ordered(3, 10, produce, work, |size| {
            under_way.lock().unwrap().0 -= size;
            Ok::<(), ()>(())
        })
        .unwrap();
        assert!(under_way.lock().unwrap().1 <= 50 + 10);
    }

    #[test]
    fn a_number_of_threads_that_no_machine_has_is_cut() {
        assert_eq!(threads(Some(0)), 1);
        assert_eq!(threads(Some(usize::MAX)), MAX_THREADS);
    }

    #[test]
    fn an_error_of_the_consumer_ends_the_producer() {
        let produce = |send: &dyn Fn(u64, usize) -> bool| {
            let mut number = 0;
            while send(number, 1) {
                number += 1;
            }
        };
        let result = ordered(2, 4, produce, |number| number, |number| if number < 20 { Ok(()) } else { Err(number) });
        assert_eq!(result, Err(20));
    }

    #[test]
    fn a_panic_becomes_its_message() {
        assert_eq!(guarded(|| 1 + 1), Ok(2));
        let silent = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let caught = guarded(|| -> u32 { panic!("article {} is odd", 7) });
        std::panic::set_hook(silent);
        assert_eq!(caught, Err("article 7 is odd".to_owned()));
    }
}
