//! Work on many threads with results in the order of the input and bounded memory.
//!
//! One thread makes jobs, some work on them, the caller takes the results. Each job gets a channel for its result when
//! it is made; the receiving ends wait in a queue in the order of the jobs. The queue is bounded, so a slow job at its
//! head stops the making of jobs, not the memory.

use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

/// Jobs that are under way or done and not yet taken, for each thread that works.
const WINDOW_PER_THREAD: usize = 8;

/// Runs `work` on every job that `make` gives to its argument, on `threads` threads, and hands the results to `take` in
/// order, each as soon as it and all before it are there.
///
/// `make` stops when its argument says false. An error of `take` ends the run at once: what other threads are at, such
/// as reading from a pipe, is not waited for. A job whose work panics has no result and is passed over.
pub fn run<Job, Done, Error>(
    threads: usize,
    make: impl FnOnce(&mut dyn FnMut(Job) -> bool) + Send + 'static,
    work: impl Fn(Job) -> Done + Send + Sync + 'static,
    mut take: impl FnMut(Done) -> Result<(), Error>,
) -> Result<(), Error>
where
    Job: Send + 'static,
    Done: Send + 'static,
{
    let window = threads.max(1) * WINDOW_PER_THREAD;
    let (job_sender, jobs): (Sender<(Job, Sender<Done>)>, _) = bounded(window);
    let (queue_sender, queue): (Sender<Receiver<Done>>, _) = bounded(window);
    thread::spawn(move || {
        make(&mut |job| {
            let (done_sender, done) = bounded(1);
            queue_sender.send(done).is_ok() && job_sender.send((job, done_sender)).is_ok()
        });
    });
    let work = Arc::new(work);
    for _ in 0..threads.max(1) {
        let jobs = jobs.clone();
        let work = Arc::clone(&work);
        thread::spawn(move || {
            for (job, done) in jobs {
                // Nobody waits for it any more where the run has ended early.
                let _ = done.send(work(job));
            }
        });
    }
    drop(jobs);
    for done in queue {
        if let Ok(done) = done.recv() {
            take(done)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_keep_the_order_of_the_jobs() {
        let mut taken = Vec::new();
        let work = |job: u64| {
            thread::sleep(Duration::from_millis(if job.is_multiple_of(7) { 5 } else { 0 }));
            job * 10
        };
        let make = |give: &mut dyn FnMut(u64) -> bool| (0..100).for_each(|job| assert!(give(job)));
        run::<_, _, ()>(3, make, work, |done| {
            taken.push(done);
            Ok(())
        })
        .unwrap();
        assert_eq!(taken, (0..100).map(|job| job * 10).collect::<Vec<_>>());
    }

    #[test]
    fn no_more_jobs_are_made_than_the_window_holds() {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let make = |give: &mut dyn FnMut(usize) -> bool| {
            for job in 0..10_000 {
                MADE.store(job, Ordering::SeqCst);
                if !give(job) {
                    return;
                }
            }
        };
        let end = run(
            1,
            make,
            |job| job,
            |_| {
                thread::sleep(Duration::from_millis(50));
                Err("enough")
            },
        );
        assert_eq!(end, Err("enough"));
        assert!(MADE.load(Ordering::SeqCst) <= 3 * WINDOW_PER_THREAD, "{MADE:?}");
    }
}
