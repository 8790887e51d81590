use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::Response;

use super::keys;
use super::reader::ReaderStyle;
use super::theme::Palette;
use crate::i18n::{Catalogue, Message};
use crate::jobs::SaveStatus;
use crate::lexis::{Lexicon, Suggestion};
use crate::notebook::{AnnotationId, Revision};
use crate::page::{ArticleId, SourceId};
use crate::session::{
    Action, AutocodePlan, Concordance, Context, KeywordHits, KeywordTally, Keywords, Meetings, MisreadReview, Session,
    Views, WordStatistics, Workspace,
};
use crate::store::ThemeChoice;
use crate::task::Diagnostic;

/// All that panes may look at while they draw. They change nothing: they push [`Command`](super::Command)s.
pub struct View<'a> {
    /// Notebook and pages.
    pub session: &'a Session,
    /// What is derived from them.
    pub views: &'a Views,
    /// Which articles are being read.
    pub workspace: &'a Workspace,
    /// The sentences.
    pub texts: &'a Catalogue,
    /// The colours.
    pub palette: Palette,
    /// What commands may be used.
    pub context: Context,
    /// The notebook's name, without its extension.
    pub notebook_name: &'a str,
    /// How writing to disk stands; `None` while no notebook is open.
    pub save: Option<&'a SaveStatus>,
    /// Why the notebook is only looked at, if it is.
    pub read_only: Option<&'a Message>,
    /// Whether a change was refused just now because of that.
    pub is_refused: bool,
    /// Notebooks that were open before, the latest first.
    pub recent: &'a [PathBuf],
    /// Whether the user has yet to see the first card.
    pub is_new_user: bool,
    /// The terms that are lit.
    pub keywords: &'a Keywords,
    /// Keyword hits of the articles in the panes.
    pub hits: &'a BTreeMap<ArticleId, KeywordHits>,
    /// Keyword hits of all articles, counted in the background.
    pub tally: &'a KeywordTally,
    /// Statistics of words, once they are counted, and how often they were.
    pub statistics: Option<(u64, &'a WordStatistics)>,
    /// What the saved query that is shown would tag, once it is known.
    pub plan: Option<&'a AutocodePlan>,
    /// Which tags meet, as of a revision, once it is counted.
    pub meetings: Option<(Revision, &'a Meetings)>,
    /// Where what is looked for stands.
    pub concordance: &'a Concordance,
    /// Open sources whose files have changed or are gone.
    pub changed_files: &'a [SourceId],
    /// Suggested keywords, if asked for.
    pub suggestions: Option<&'a [Suggestion]>,
    /// What was perhaps misread, while it is listed.
    pub misreadings: Option<&'a MisreadReview>,
    /// What is being worked on, and how far it is.
    pub work: Option<(Message, Option<f32>)>,
    /// What there is to tell.
    pub notices: &'a [Diagnostic<Message>],
    /// What was done last.
    pub said: Option<&'a Message>,
    /// How the reader is set.
    pub style: ReaderStyle,
    /// Light, dark, or as the system has it.
    pub theme: ThemeChoice,
    /// Size of the whole interface, of 1 as it comes.
    pub scale: f32,
    /// The words of Chinese, once they are loaded.
    pub lexicon: Option<&'a Lexicon>,
    /// The annotation that the user stands on in the active pane.
    pub current: Option<AnnotationId>,
}

impl View<'_> {
    /// The text of an id.
    #[must_use]
    pub fn text(&self, id: &str) -> String {
        self.texts.get(id)
    }

    /// The sentence for a message.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        self.texts.text(message)
    }

    /// A command's help with its shortcut, for tooltips.
    #[must_use]
    pub fn help(&self, action: Action) -> String {
        let Some(info) = action.info() else { return String::new() };
        let text = match action {
            Action::ToggleTag(digit) => self.say(&Message::new(info.message).with("digit", u32::from(digit))),
            _ => self.text(info.message),
        };
        let keys = keys::shown(info);
        if keys.is_empty() { text } else { format!("{text}（{keys}）") }
    }

    /// Whether a command can be used now.
    #[must_use]
    pub fn is_enabled(&self, action: Action) -> bool {
        action.info().is_none_or(|info| info.is_enabled(self.context))
    }
}

/// Gives a response that is drawn by hand the label by which screen readers and tests find it, and a ring while it has the
/// keyboard. Called once the widget is painted.
#[must_use]
pub(super) fn labelled(response: Response, label: &str, selected: bool) -> Response {
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, selected, label));
    focus_ring(&response);
    response
}

/// A ring around what has the keyboard, within its own place: what stands beside it may be cut off there.
pub(super) fn focus_ring(response: &Response) {
    if response.has_focus() {
        let painter = response.ctx.layer_painter(response.layer_id).with_clip_rect(response.interact_rect.expand(1.0));
        let stroke = egui::Stroke::new(1.5, Palette::of(&response.ctx).focus);
        painter.rect_stroke(response.rect, 3.0, stroke, egui::StrokeKind::Inside);
    }
}
