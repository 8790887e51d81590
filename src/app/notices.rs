//! What the user is told does not stay for ever: remarks go after a while, what was done last is not told for minutes.

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
    notices: Vec<(Diagnostic<Message>, Instant)>,
    said: Option<(Message, Instant)>,
}

impl App {
    /// Lets go what has been told for long enough. Warnings and errors stay until the user has seen them; of the same one twice, the
    /// later one stays.
    pub(super) fn let_old_notices_go(&mut self, ctx: &egui::Context) {
        let now = Instant::now();
        let told = std::mem::take(&mut self.notices);
        let is_told_again =
            |at: usize| told[at + 1..].iter().any(|later: &Diagnostic<Message>| later.message == told[at].message);
        let kept: Vec<Diagnostic<Message>> =
            (0..told.len()).filter(|at| !is_told_again(*at)).map(|at| told[at].clone()).collect();
        self.ages.notices.retain(|(notice, _)| kept.contains(notice));
        for notice in kept {
            let known = self.ages.notices.iter().find(|(known, _)| *known == notice).map(|(_, since)| *since);
            let since = known.unwrap_or(now);
            if known.is_none() {
                self.ages.notices.push((notice.clone(), now));
            }
            if notice.severity == Severity::Info {
                match (since + REMARK_FOR).checked_duration_since(now).filter(|rest| !rest.is_zero()) {
                    Some(rest) => ctx.request_repaint_after(rest),
                    None => continue,
                }
            }
            self.notices.push(notice);
        }
        match (&self.said, &self.ages.said) {
            (Some(said), Some((known, since))) if said == known => {
                match (*since + SAID_FOR).checked_duration_since(now).filter(|rest| !rest.is_zero()) {
                    Some(rest) => ctx.request_repaint_after(rest),
                    None => self.said = None,
                }
            }
            (said, _) => self.ages.said = said.clone().map(|said| (said, now)),
        }
    }
}
