//! How each role of a page is set: face, size, colour, indent, and the space around it.

use egui::{Color32, FontId};

use super::ReaderStyle;
use super::linebreak::Setting;
use crate::page::Role;
use crate::ui::fonts;

/// Body size for which the sizes below are given; others follow in proportion.
const BODY_PX: f32 = 17.0;

/// How one role is set, at one size.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Voice {
    pub font: FontId,
    pub color: Color32,
    /// Distance of two lines, on whole pixels.
    pub line_height: f32,
    pub setting: Setting,
    /// Lines of nearly the same length instead of a full one and a rest.
    pub balanced: bool,
    /// A hairline at the left, for what stands beside the article.
    pub ruled: bool,
}

/// All voices for one style and pane width.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Voices {
    by_role: [Voice; Role::ALL.len()],
    scale: f32,
}

impl Voices {
    /// `measure` is the width of the text column.
    pub(super) fn new(style: &ReaderStyle, measure: f32, pixels_per_point: f32) -> Self {
        let voice = |role| voice(role, style, measure, pixels_per_point);
        Self { by_role: Role::ALL.map(voice), scale: style.body_px / BODY_PX }
    }

    pub(super) fn of(&self, role: Role) -> &Voice {
        // The order of `Role::ALL` is not that of the variants.
        let place = Role::ALL.iter().position(|&other| other == role).unwrap_or(0);
        &self.by_role[place]
    }

    /// Space above a block of `role` that follows `before`, or that begins the page.
    pub(super) fn space_above(&self, before: Option<Role>, role: Role) -> f32 {
        let Some(before) = before else { return 30.0 * self.scale };
        let space = match (group(before), group(role)) {
            (Group::Text, Group::Text) => 0.0,
            (Group::Section, Group::Text) => 6.0,
            (_, Group::Section) => 22.0,
            (Group::Head, Group::Head) if role == Role::Headline && before != Role::Kicker => 56.0,
            (Group::Head, Group::Head) => {
                if role == Role::Byline {
                    8.0
                } else {
                    4.0
                }
            }
            (Group::Head, _) => 18.0,
            // The next article, where several are read one after the other.
            (_, Group::Head) if matches!(role, Role::Kicker | Role::Headline) => 56.0,
            (_, Group::Head) => 8.0,
            (Group::Aside, Group::Aside) => {
                if before == role || role == Role::Credit {
                    3.0
                } else {
                    10.0
                }
            }
            (_, Group::Aside) => 18.0,
            (Group::Aside, _) => 16.0,
        };
        space * self.scale
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Head,
    Section,
    Text,
    Aside,
}

fn group(role: Role) -> Group {
    match role {
        Role::Kicker | Role::Headline | Role::Deck | Role::Byline => Group::Head,
        Role::SectionHead => Group::Section,
        Role::Body => Group::Text,
        Role::Pull | Role::Info | Role::Jump | Role::Caption | Role::Credit | Role::Masthead | Role::Noise => {
            Group::Aside
        }
    }
}

fn voice(role: Role, style: &ReaderStyle, measure: f32, pixels_per_point: f32) -> Voice {
    let palette = &style.palette;
    let scale = style.body_px / BODY_PX;
    let reading = if style.serif { fonts::serif } else { fonts::sans };
    let reading_bold = if style.serif { fonts::serif_bold } else { fonts::sans_bold };
    let sans = fonts::sans;
    // Font, size at the default body size, colour, line height in em.
    let (font, px, color, leading): (fn(f32) -> FontId, f32, Color32, f32) = match role {
        Role::Kicker => (sans, 13.0, palette.muted, 1.6),
        Role::Headline => (reading_bold, 27.0, palette.ink, 1.4),
        Role::Deck => (reading, 16.0, palette.muted, 1.6),
        Role::Byline => (sans, 12.5, palette.muted, 1.6),
        Role::SectionHead => (reading_bold, 18.0, palette.ink, 1.6),
        Role::Body => (reading, BODY_PX, palette.ink, style.line_height_em),
        Role::Pull => (reading_bold, 16.0, palette.muted, 1.7),
        Role::Info | Role::Caption => (sans, 13.5, palette.muted, 1.65),
        Role::Credit | Role::Jump | Role::Masthead | Role::Noise => (sans, 12.5, palette.muted, 1.6),
    };
    let ruled = matches!(role, Role::Caption | Role::Credit | Role::Info | Role::Pull | Role::Masthead | Role::Noise);
    let em = px * scale;
    let indent = if role == Role::Body { 2.0 * em } else { 0.0 };
    let inset = if ruled { RULE_INSET } else { 0.0 };
    Voice {
        font: font(em),
        color,
        line_height: (em * leading * pixels_per_point).round() / pixels_per_point,
        setting: Setting {
            em,
            measure: measure - inset,
            indent,
            justified: matches!(role, Role::Body | Role::Info) && measure - inset >= LEAST_JUSTIFIED_EM * em,
            at_spaces: group(role) == Group::Head,
        },
        balanced: matches!(role, Role::Kicker | Role::Headline | Role::Deck | Role::SectionHead | Role::Pull),
        ruled,
    }
}

/// Shorter lines are not justified: a character that does not fit would tear them open.
const LEAST_JUSTIFIED_EM: f32 = 14.0;

/// How far a ruled block's text stands from its rule, in points.
pub(super) const RULE_INSET: f32 = 14.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Palette;

    #[test]
    fn paragraphs_follow_each_other_without_a_gap_and_heads_have_room() {
        let voices = Voices::new(&ReaderStyle::new(Palette::LIGHT), 510.0, 1.0);
        assert_eq!(voices.space_above(Some(Role::Body), Role::Body), 0.0);
        assert!(
            voices.space_above(Some(Role::Body), Role::SectionHead)
                > voices.space_above(Some(Role::SectionHead), Role::Body)
        );
        assert_eq!(voices.of(Role::Body).setting.indent, 34.0);
        assert_eq!(voices.of(Role::Body).line_height, 31.0);
    }

    #[test]
    fn short_lines_are_ragged() {
        let of = |measure: f32| {
            Voices::new(&ReaderStyle::new(Palette::LIGHT), measure, 1.0).of(Role::Body).setting.justified
        };
        assert!(of(17.0 * 14.0) && !of(17.0 * 13.0));
    }

    #[test]
    fn everything_grows_with_the_body() {
        let mut style = ReaderStyle::new(Palette::LIGHT);
        style.body_px = 34.0;
        let voices = Voices::new(&style, 510.0, 1.0);
        assert_eq!(voices.of(Role::Headline).font.size, 54.0);
    }
}
