//! The list: heads of articles and their quotations, of which only those that are seen are drawn.

use std::collections::BTreeSet;
use std::ops::Range;

use egui::{Align2, EventFilter, Id, Key, Modifiers, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::row::{self, RowSize};
use crate::exchange::Proof;
use crate::library::{Library, shown};
use crate::notebook::{AnnotationId, Notebook, Revision, TagId, tag_path};
use crate::page::SourceId;
use crate::session::{FilterError, QuotationFilter, Quotations, TagExpr, card};
use crate::ui::command::{Command, Commands};
use crate::ui::view::View;
use crate::ui::{fonts, widgets};

/// Height of an article's head.
const HEAD_PX: f32 = 36.0;
/// Space left and right of the cards.
pub(super) const SIDE_PX: f32 = 12.0;
/// How far PageUp and PageDown go.
const PAGE_ROWS: usize = 8;

/// What a list is made of: a revision, what is open, and which quotations are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotationsOf {
    /// Of the notebook.
    pub revision: Revision,
    /// Of the pages that are open.
    pub pages_revision: u64,
    /// What is listed.
    pub filter: QuotationFilter,
    /// How wide the list is drawn; in another width it is laid out anew.
    pub width_px: f32,
}

/// The quotations that pass a filter, as they are listed, and what else can be chosen.
#[derive(Debug, Default)]
pub struct QuotationRows {
    found: Quotations,
    /// The tag that the filter is of, where it is of one alone.
    tag: Option<TagId>,
    authors: Vec<String>,
    sources: Vec<(SourceId, String)>,
    rows: Vec<Row>,
    sizes: Vec<RowSize>,
    /// Top of each row, and the bottom of the last; for a width.
    tops: Vec<f32>,
    laid_out_for_px: f32,
}

/// What the list keeps between frames.
#[derive(Default)]
pub(super) struct QuotationList {
    made_for: Option<QuotationsOf>,
    listed: QuotationRows,
    error: Option<FilterError>,
    /// Place among the rows.
    selected: usize,
    scroll_to_selected: bool,
    focus: bool,
    back_to_top: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Row {
    /// An article, by its place among the groups.
    Head(usize),
    Quotation(AnnotationId),
}

impl QuotationRows {
    /// Those of a notebook over these pages. Takes time in proportion to the notebook: a job does it.
    ///
    /// # Errors
    /// If the filter cannot be read.
    pub fn of(notebook: &Notebook, library: &Library, of: &QuotationsOf) -> Result<Self, FilterError> {
        let filter = &of.filter;
        let found = Quotations::of(notebook, library, filter)?;
        let authors: BTreeSet<&str> = notebook.annotations().values().map(|it| it.stamp.author.as_str()).collect();
        let used: BTreeSet<SourceId> = notebook.annotations().values().map(|it| it.source).collect();
        let named = notebook.sources().values().filter(|record| used.contains(&record.id));
        let mut sources: Vec<(SourceId, String)> =
            named.map(|record| (record.id, shown(record.name()).into_owned())).collect();
        sources.sort_by(|one, other| one.1.cmp(&other.1));
        let (mut rows, mut sizes) = (Vec::new(), Vec::new());
        for (at, group) in found.groups.iter().enumerate() {
            rows.push(Row::Head(at));
            sizes.push(RowSize::default());
            for id in &group.annotations {
                rows.push(Row::Quotation(*id));
                sizes.push(notebook.annotations().get(id).map(|it| RowSize::of(it, library)).unwrap_or_default());
            }
        }
        let authors = authors.into_iter().map(str::to_owned).collect();
        let tag = only_tag(notebook, filter);
        let mut made = Self { found, tag, authors, sources, rows, sizes, tops: Vec::new(), laid_out_for_px: 0.0 };
        made.lay_out(of.width_px);
        Ok(made)
    }

    fn lay_out(&mut self, width: f32) {
        if !self.tops.is_empty() && (self.laid_out_for_px - width).abs() < 0.5 {
            return;
        }
        self.laid_out_for_px = width;
        self.tops.clear();
        let mut top = 0.0;
        for (row, size) in self.rows.iter().zip(&self.sizes) {
            self.tops.push(top);
            top += match row {
                Row::Head(_) => HEAD_PX,
                Row::Quotation(_) => size.height(width - 2.0 * SIDE_PX),
            };
        }
        self.tops.push(top);
    }

    fn visible(&self, top: f32, bottom: f32) -> Range<usize> {
        let first = self.tops.partition_point(|&row| row <= top).saturating_sub(1);
        let last = self.tops.partition_point(|&row| row < bottom).min(self.rows.len());
        first..last.max(first)
    }
}

impl QuotationList {
    /// Takes the keyboard, at the first quotation.
    pub(super) fn begin(&mut self) {
        self.focus = true;
        self.selected = 0;
        self.back_to_top = true;
    }

    /// Quotations, and articles that hold them.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.listed.found.total, self.listed.found.groups.len())
    }

    pub(super) fn error(&self) -> Option<&FilterError> {
        self.error.as_ref()
    }

    pub(super) fn tag(&self) -> Option<TagId> {
        self.listed.tag
    }

    pub(super) fn authors(&self) -> &[String] {
        &self.listed.authors
    }

    pub(super) fn sources(&self) -> &[(SourceId, String)] {
        &self.listed.sources
    }

    /// Whether just these are listed.
    pub(super) fn is_of(&self, revision: Revision, pages_revision: u64, filter: &QuotationFilter) -> bool {
        let is_it = |of: &QuotationsOf| of.revision == revision && of.pages_revision == pages_revision;
        self.made_for.as_ref().is_some_and(|of| is_it(of) && of.filter == *filter)
    }

    /// How wide it was drawn last.
    pub(super) fn width_px(&self) -> f32 {
        self.listed.laid_out_for_px
    }

    /// Lists what was found. While a filter is being typed and cannot be read, those that were found before stay.
    pub(super) fn take(&mut self, of: QuotationsOf, made: Result<QuotationRows, FilterError>) {
        self.made_for = Some(of);
        match made {
            Ok(listed) => {
                let before = self.listed.rows.get(self.selected).copied();
                self.listed = listed;
                self.error = None;
                // What was selected stays so, wherever it is by now.
                let same = self.listed.rows.iter().position(|row| Some(*row) == before);
                self.selected = same.unwrap_or(self.selected).min(self.listed.rows.len().saturating_sub(1));
            }
            Err(error) => self.error = Some(error),
        }
    }

    /// Draws the list.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        filter: &QuotationFilter,
        covers: bool,
        commands: &mut Commands,
    ) {
        // Until those that are wanted are found, those before are seen, and keys do nothing to them.
        let is_wanted = self.made_for.as_ref().is_some_and(|of| of.filter == *filter);
        if self.listed.rows.is_empty() && is_wanted {
            let none = view.session.notebook().annotations().is_empty();
            widgets::hint(ui, view, &view.text(if none { "quotations-none-yet" } else { "quotations-none" }));
            self.scroll_to_selected = false;
        }
        let id = Id::unique("quotations");
        let room = ui.available_rect_before_wrap();
        let list = ui.interact(room, id, Sense::focusable_noninteractive());
        list.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Unknown, true, view.text("codebook-quotations")));
        if std::mem::take(&mut self.focus) {
            list.request_focus();
        }
        let has_keyboard = list.has_focus();
        if has_keyboard {
            self.keys(ui, view, id, (covers, is_wanted), commands);
        }
        self.listed.lay_out(ui.available_width());
        let height = self.listed.tops.last().copied().unwrap_or(0.0);
        let mut area = ScrollArea::vertical().id_salt("quotation list").auto_shrink(false);
        if is_wanted && std::mem::take(&mut self.back_to_top) {
            area = area.vertical_scroll_offset(0.0);
            self.selected = self.listed.rows.iter().position(|row| matches!(row, Row::Quotation(_))).unwrap_or(0);
        }
        area.show_viewport(ui, |ui, viewport| {
            ui.set_height(height + 24.0);
            let (origin, width) = (ui.min_rect().min, ui.available_width());
            let place = |at: usize| {
                Rect::from_min_max(
                    pos2(origin.x, origin.y + self.listed.tops[at]),
                    pos2(origin.x + width, origin.y + self.listed.tops[at + 1]),
                )
            };
            if std::mem::take(&mut self.scroll_to_selected) && self.selected < self.listed.rows.len() {
                ui.scroll_to_rect(place(self.selected).expand2(vec2(0.0, HEAD_PX)), None);
            }
            let mut clicked = None;
            for at in self.listed.visible(viewport.min.y, viewport.max.y) {
                match self.listed.rows[at] {
                    Row::Head(group) => {
                        let group = &self.listed.found.groups[group];
                        head(ui, view, place(at), &group.title, group.annotations.len(), group.article.is_none());
                    }
                    Row::Quotation(id) => {
                        let selected = has_keyboard && at == self.selected;
                        if row::show(ui, view, place(at), id, self.listed.sizes[at], selected, commands) {
                            clicked = Some(at);
                        }
                    }
                }
            }
            if let Some(at) = clicked {
                self.selected = at;
                // So that the arrows and Escape go on from here.
                self.focus = true;
                self.go_to(view, covers, commands);
            }
        });
    }

    /// What the keys do while the list has the keyboard.
    fn keys(&mut self, ui: &Ui, view: &View<'_>, id: Id, (covers, is_wanted): (bool, bool), commands: &mut Commands) {
        let filter = EventFilter { vertical_arrows: true, escape: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Escape) {
            ui.memory_mut(|memory| memory.surrender_focus(id));
            commands.push(Command::CloseQuotations);
        }
        if !is_wanted {
            return;
        }
        let last = self.listed.rows.len().saturating_sub(1);
        let step = |from: usize, by: isize| {
            let to = from.saturating_add_signed(by).min(last);
            // Heads are passed over.
            let is_head = matches!(self.listed.rows.get(to), Some(Row::Head(_)));
            match (is_head, by > 0) {
                (false, _) => to,
                (true, true) => (to + 1).min(last),
                (true, false) if to > 0 => to - 1,
                (true, false) => (to + 1).min(last),
            }
        };
        let before = self.selected;
        if pressed(Key::ArrowDown) {
            self.selected = step(self.selected, 1);
        } else if pressed(Key::ArrowUp) {
            self.selected = step(self.selected, -1);
        } else if pressed(Key::PageDown) {
            self.selected = step(self.selected, PAGE_ROWS as isize);
        } else if pressed(Key::PageUp) {
            self.selected = step(self.selected, -(PAGE_ROWS as isize));
        } else if pressed(Key::Home) {
            self.selected = step(0, 0);
        } else if pressed(Key::End) {
            self.selected = last;
        } else if pressed(Key::Enter) {
            self.go_to(view, covers, commands);
        }
        self.scroll_to_selected |= self.selected != before;
    }

    /// The passage of the selected quotation; what is known of its source where that is missing.
    fn go_to(&self, view: &View<'_>, covers: bool, commands: &mut Commands) {
        let Some(Row::Quotation(id)) = self.listed.rows.get(self.selected) else { return };
        let Some(card) = card(view.session, *id) else { return };
        if card.proof == Proof::SourceMissing {
            commands.push(Command::InspectMissing(card.source));
        } else {
            commands.push(Command::GoTo { source: card.source, spans: card.spans });
            if covers {
                commands.push(Command::CloseQuotations);
            }
        }
    }
}

/// The tag that a filter is of, where it is of one alone, with all that stand under it.
fn only_tag(notebook: &Notebook, filter: &QuotationFilter) -> Option<TagId> {
    let Ok(Some(TagExpr::Tag(ids))) = TagExpr::parse(&filter.tags, notebook) else { return None };
    let tags = ids.iter().filter_map(|id| notebook.tags().get(id));
    let top = tags.clone().min_by_key(|tag| tag.name.len())?;
    let all_under = tags.clone().all(|tag| tag_path::is_within(&tag.name, &top.name));
    all_under.then_some(top.id)
}

fn head(ui: &Ui, view: &View<'_>, rect: Rect, title: &str, count: usize, is_missing: bool) {
    let palette = &view.palette;
    let y = rect.center().y + 4.0;
    let right = rect.right() - SIDE_PX - 4.0;
    let count = count.to_string();
    let drawn = ui.painter().text(pos2(right, y), Align2::RIGHT_CENTER, count, fonts::sans(12.0), palette.muted);
    let color = if is_missing { palette.warning } else { palette.ink };
    let place = pos2(rect.left() + SIDE_PX + 4.0, y);
    widgets::elided(ui, &shown(title), fonts::serif_bold(15.0), color, place, drawn.left() - 12.0 - place.x);
}
