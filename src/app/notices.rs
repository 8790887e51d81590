//! What the user is told does not stay for ever: remarks go after a while, what was done last is not told for minutes.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use super::App;
use crate::i18n::Message;
use crate::task::{Diagnostic, Severity};

/// So long a remark is told, and what was done last.
const REMARK_FOR: Duration = Duration::from_secs(10);
const SAID_FOR: Duration = Duration::from_secs(30);

/// Since when it is told.
#[derive(Debug, Default)]
pub(super) struct Ages {
    /// One a notice, in their order.
    notices: Vec<(String, Instant)>,
    said: Option<(Message, Instant)>,
}

impl App {
    /// Lets go what has been told for long enough. Warnings and errors stay until the user has seen them; of the same one twice, the
    /// later one stays.
    pub(super) fn let_old_notices_go(&mut self, ctx: &egui::Context) {
        let now = Instant::now();
        self.follow_notices(now);
        let ages = &mut self.ages.notices;
        let is_over = |notice: &Diagnostic<Message>, since: Instant| {
            notice.severity == Severity::Info && now.duration_since(since) >= REMARK_FOR
        };
        let stays: Vec<bool> =
            self.notices.iter().zip(ages.iter()).map(|(notice, (_, since))| !is_over(notice, *since)).collect();
        if stays.contains(&false) {
            let (mut of_notices, mut of_ages) = (stays.iter().copied(), stays.iter().copied());
            self.notices.retain(|_| of_notices.next().unwrap_or(true));
            ages.retain(|_| of_ages.next().unwrap_or(true));
        }
        let remarks = self.notices.iter().zip(ages.iter()).filter(|(notice, _)| notice.severity == Severity::Info);
        if let Some(first) = remarks.map(|(_, (_, since))| *since).min() {
            ctx.request_repaint_after(REMARK_FOR.saturating_sub(now.duration_since(first)));
        }
        match (&self.said, &self.ages.said) {
            (Some(said), Some((known, since))) if said == known => {
                let rest = SAID_FOR.saturating_sub(now.duration_since(*since));
                if rest.is_zero() {
                    self.said = None;
                } else {
                    ctx.request_repaint_after(rest);
                }
            }
            (said, _) => self.ages.said = said.clone().map(|said| (said, now)),
        }
    }

    /// Takes note of what is told by now, where that is not what was told in the last frame.
    fn follow_notices(&mut self, now: Instant) {
        let key = |notice: &Diagnostic<Message>| format!("{:?}", notice.message);
        let last = self.notices.last().map(key);
        let ages = &mut self.ages.notices;
        if ages.len() == self.notices.len() && ages.last().map(|(key, _)| key) == last.as_ref() {
            return;
        }
        let known: HashMap<String, Instant> = std::mem::take(ages).into_iter().collect();
        let mut later = HashSet::new();
        let mut kept: Vec<(Diagnostic<Message>, String)> = Vec::new();
        for notice in std::mem::take(&mut self.notices).into_iter().rev() {
            let key = key(&notice);
            if later.insert(key.clone()) {
                kept.push((notice, key));
            }
        }
        for (notice, key) in kept.into_iter().rev() {
            let since = known.get(&key).copied().unwrap_or(now);
            self.notices.push(notice);
            self.ages.notices.push((key, since));
        }
    }
}
