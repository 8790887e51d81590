//! A source that has come back changed: what is taken along, and what the user has to decide, old and new side by side.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Key, RichText, ScrollArea, Ui};

use super::differences::legend;
use super::{DialogState, title};
use crate::exchange::Difference;
use crate::i18n::Message;
use crate::library::{Page, shown};
use crate::notebook::{AnnotationId, Place, Refound};
use crate::page::SourceId;
use crate::session::{CarriedLayout, Request, Rescan};
use crate::text::CharSpan;
use crate::ui::command::{Command, Commands};
use crate::ui::view::{View, labelled};
use crate::ui::{theme, widgets};

/// Most quotations with other words that are listed; the rest is counted.
const MOST_CHANGES: usize = 200;
/// Characters that stay of a long stretch that is the same in both.
const SAME_CHARS: usize = 40;
/// Characters of context that are shown on each side.
const CONTEXT_CHARS: u32 = 12;

const DIGITS: [Key; 5] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];

/// The dialog.
#[derive(Clone, Debug)]
pub struct Rescanned {
    from: SourceId,
    page: Arc<Page>,
    rescan: Rescan,
    /// What is sure was taken along.
    is_moved: bool,
    /// Left where they are, as the user said.
    left: BTreeSet<AnnotationId>,
    /// The keyboard is still with what lies behind.
    takes_keyboard: bool,
}

impl Rescanned {
    /// What was found for a source of which `page` is the new scan.
    #[must_use]
    pub fn new(from: SourceId, page: Arc<Page>, rescan: Rescan) -> Self {
        Self { from, page, rescan, is_moved: false, left: BTreeSet::new(), takes_keyboard: true }
    }

    /// The old source, and the page of the new one.
    #[must_use]
    pub fn sources(&self) -> (SourceId, &Arc<Page>) {
        (self.from, &self.page)
    }

    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, state: &mut DialogState, commands: &mut Commands) {
        ui.set_width(680.0);
        let is_unlike = self.rescan.is_unlike() && !self.is_moved;
        title(ui, &view.text(if is_unlike { "rescan-title-other" } else { "rescan-title" }));
        let (sure, unsure, orphans) = self.rescan.counts();
        let message = Message::new(if self.is_moved { "rescan-moved" } else { "rescan-found" })
            .with("name", shown(&self.page.source.name))
            .with("sure", sure)
            .with("unsure", unsure)
            .with("orphans", orphans)
            .with("others", self.rescan.others_left);
        ui.label(view.say(&message));
        let layout = match self.rescan.layout {
            CarriedLayout::None => None,
            CarriedLayout::Carried(_) => Some("rescan-layout-carried"),
            CarriedLayout::Left => Some("rescan-layout-left"),
        };
        if let Some(id) = layout {
            ui.label(RichText::new(view.text(id)).color(view.palette.muted));
        }
        ui.add_space(8.0);
        self.changes(ui, view);
        let mut waits = false;
        if self.is_moved {
            waits = self.decide(ui, view, commands);
        }
        ui.add_space(8.0);
        if let Some(id) = ui.memory(|memory| memory.focused()).filter(|_| std::mem::take(&mut self.takes_keyboard)) {
            ui.memory_mut(|memory| memory.surrender_focus(id));
        }
        let is_free = ui.memory(|memory| memory.focused()).is_none();
        let entered = is_free && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
        ui.horizontal(|ui| {
            if !self.is_moved {
                self.move_or_not(ui, view, entered, state, commands);
            } else if entered && !waits {
                *state = DialogState::Closed;
            }
            let close = if self.is_moved { "button-close" } else { "rescan-later" };
            if ui.button(view.text(close)).clicked() {
                *state = DialogState::Closed;
            }
        });
    }

    /// The button that takes all along; where the new source is most likely another page, that comes second.
    fn move_or_not(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        entered: bool,
        state: &mut DialogState,
        commands: &mut Commands,
    ) {
        let is_unlike = self.rescan.is_unlike();
        if is_unlike && (ui.add(theme::primary_button(&view.palette, view.text("rescan-other"))).clicked() || entered) {
            commands.push(Command::Locate(self.from));
            *state = DialogState::Closed;
            return;
        }
        let button = if is_unlike {
            egui::Button::new(view.text("rescan-move-all-the-same"))
        } else {
            theme::primary_button(&view.palette, view.text("rescan-move"))
        };
        if ui.add(button).clicked() || (entered && !is_unlike) {
            commands.push(Command::TakeNewScan);
            self.is_moved = true;
        }
    }

    /// The quotations of which the new source has other words, old and new in one.
    fn changes(&self, ui: &mut Ui, view: &View<'_>) {
        let changed = &self.rescan.changed;
        if changed.is_empty() {
            return;
        }
        let message = Message::new("rescan-changed").with("count", changed.len());
        ui.label(RichText::new(view.say(&message)).color(view.palette.warning).strong());
        ui.add(egui::Label::new(legend(&view.palette, &view.text("rescan-legend"))));
        ui.add_space(4.0);
        let height = ui.ctx().content_rect().height() * 0.3;
        ScrollArea::vertical().id_salt("changed").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for (_, differences) in changed.iter().take(MOST_CHANGES) {
                let mut job = egui::text::LayoutJob::default();
                super::differences::append(&mut job, &Difference::shortened(differences, SAME_CHARS), &view.palette);
                let name = job.text.clone();
                let label = ui.add(egui::Label::new(job).wrap());
                label.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
                ui.separator();
            }
            if changed.len() > MOST_CHANGES {
                let more = Message::new("notices-more").with("count", changed.len() - MOST_CHANGES);
                ui.label(RichText::new(view.say(&more)).color(view.palette.muted));
            }
        });
        ui.add_space(4.0);
    }

    /// What is not sure, the first one with keys; tells whether something is left to decide.
    fn decide(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> bool {
        let notebook = view.session.notebook();
        let waits = |id: &AnnotationId| {
            notebook.annotations().get(id).is_some_and(|it| it.source == self.from) && !self.left.contains(id)
        };
        let pending: Vec<(AnnotationId, Vec<Place>)> = self
            .rescan
            .annotations
            .iter()
            .filter_map(|(id, found)| match found {
                Refound::Unsure(places) if waits(id) => Some((*id, places.clone())),
                _ => None,
            })
            .collect();
        let orphans = self.rescan.annotations.iter().filter(|(_, found)| *found == Refound::Orphan);
        let orphans: Vec<AnnotationId> = orphans.map(|(id, _)| *id).collect();
        let quote = |id: &AnnotationId| {
            let quote = notebook.annotations().get(id).map(|it| shown(&it.quotation.exact).into_owned());
            quote.unwrap_or_default()
        };
        let height = ui.ctx().content_rect().height() * 0.5;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for (at, (id, places)) in pending.iter().enumerate() {
                ui.label(RichText::new(format!("“{}”", quote(id))).color(view.palette.ink).strong());
                for (number, place) in places.iter().enumerate() {
                    let label = format!("“{}”  {:.0} %", self.passage(&place.spans), 100.0 * place.likeness);
                    let key = (at == 0).then(|| DIGITS.get(number)).flatten();
                    ui.horizontal(|ui| {
                        if key.is_some() {
                            widgets::key_cap(ui, &(number + 1).to_string());
                        }
                        let button = labelled(ui.add(egui::Button::new(&label).wrap()), &label, false);
                        let pressed = key.is_some_and(|key| ui.input(|input| input.key_pressed(*key)));
                        if button.clicked() || pressed {
                            let source = self.page.source.id.to_string();
                            let (annotation, spans) = (*id, place.spans.clone());
                            commands.push(Command::Request(Request::PlaceAnnotation { annotation, source, spans }));
                        }
                    });
                }
                let pressed = at == 0 && ui.input(|input| input.key_pressed(Key::Num0));
                ui.horizontal(|ui| {
                    if at == 0 {
                        widgets::key_cap(ui, "0");
                    }
                    if ui.button(view.text("rescan-leave")).clicked() || pressed {
                        self.left.insert(*id);
                    }
                });
                ui.separator();
            }
            if pending.is_empty() {
                ui.label(RichText::new(view.text("rescan-decided")).color(view.palette.muted));
            }
            for id in orphans {
                let message = Message::new("rescan-orphan").with("quote", quote(&id));
                ui.label(RichText::new(view.say(&message)).color(view.palette.warning));
            }
        });
        !pending.is_empty()
    }

    /// What stands at a place, with a little around it.
    fn passage(&self, spans: &[CharSpan]) -> String {
        let text = &self.page.source.text;
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return String::new() };
        let before = CharSpan::new(first.start.saturating_sub(CONTEXT_CHARS), first.start);
        let after = CharSpan::new(last.end, (last.end + CONTEXT_CHARS).min(text.len()));
        let around = format!("…{}【{}】{}…", text.slice(before), text.quote(spans), text.slice(after));
        shown(&around.replace('\n', "")).into_owned()
    }
}
