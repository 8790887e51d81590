use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{available_parallelism, scope};

use crate::task::Cancel;

/// Does `each` to all of `work` on all cores, and gives back the results in the order of the work; those that were done by then if
/// cancelled, which is looked at before each piece. Returns when all is done, so it belongs in a job or on the command line.
///
/// # Panics
/// If `each` does.
pub fn in_parallel<T: Sync, R: Send>(work: &[T], cancel: &Cancel, each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        while !cancel.is_cancelled() {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = work.get(at) else { break };
            done.push((at, each(piece)));
        }
        done
    };
    let threads = available_parallelism().map_or(1, NonZero::get).min(work.len());
    if threads < 2 {
        return run().into_iter().map(|(_, result)| result).collect();
    }
    let mut done: Vec<(usize, R)> = scope(|scope| {
        // This thread works, too.
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for other in others {
            match other.join() {
                Ok(mut theirs) => done.append(&mut theirs),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_work() {
        let work: Vec<u32> = (0..1000).collect();
        let doubled: Vec<u32> = work.iter().map(|number| number * 2).collect();
        assert_eq!(in_parallel(&work, &Cancel::default(), |number| number * 2), doubled);
        assert!(in_parallel(&[] as &[u32], &Cancel::default(), |number| *number).is_empty());
    }

    #[test]
    fn cancelled_work_stops() {
        let cancel = Cancel::default();
        let work: Vec<u32> = (0..1000).collect();
        let done = in_parallel(&work, &cancel, |number| {
            cancel.cancel();
            *number
        });
        assert!(!done.is_empty() && done.len() < 100);
    }
}
