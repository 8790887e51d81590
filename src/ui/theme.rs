//! Paper, ink and one vermilion: the colours of the window, and the egui style made from them.

use egui::epaint::FontColorTransferFunction;
use egui::style::{ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{
    Button, Color32, CornerRadius, FontFamily, FontId, Margin, RichText, Shadow, Stroke, Style, TextStyle, Theme,
    Visuals, vec2,
};

use super::fonts;

/// Size of the interface's text.
pub const INTERFACE_PX: f32 = 13.5;
/// Size of the interface's small text: counts, places, hints.
pub const SMALL_PX: f32 = 12.0;

/// The colours of the window, light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Whether light text stands on dark ground.
    pub dark: bool,
    /// Ground of what is read.
    pub paper: Color32,
    /// Ground of panels and bars.
    pub chrome: Color32,
    /// Ground of cards, buttons and fields that stand on chrome.
    pub card: Color32,
    /// Hairlines and borders.
    pub line: Color32,
    /// Text.
    pub ink: Color32,
    /// Text that steps back: bylines, places, counts.
    pub muted: Color32,
    /// Strokes and signs that step back further than text may.
    pub faint: Color32,
    /// The one strong colour (朱批).
    pub accent: Color32,
    /// Ground of the one primary button of a view.
    pub primary: Color32,
    /// Text on `primary`.
    pub on_primary: Color32,
    /// Behind what is selected in a list or a field.
    pub selection: Color32,
    /// Text on `selection` that stands out.
    pub on_selection: Color32,
    /// Over selected text in the reader: translucent, so that tags and hits show through, and bluish, so that it is not
    /// taken for a tag of the accent's colour.
    pub text_selection: Color32,
    /// Behind what the pointer is on.
    pub hover: Color32,
    /// The mark beside the paragraph that the keyboard is on, and around the widget that has the focus.
    pub focus: Color32,
    /// What needs a look: a doubtful split, an unchecked quotation.
    pub warning: Color32,
}

impl Palette {
    /// Ink on paper.
    pub const LIGHT: Self = Self {
        dark: false,
        paper: rgb(0xFDFBF6),
        chrome: rgb(0xF3EFE7),
        card: rgb(0xFFFEFB),
        line: rgb(0xE0D9CC),
        ink: rgb(0x2B2724),
        muted: rgb(0x6F675E),
        faint: rgb(0xA79E92),
        accent: rgb(0xB23A26),
        primary: rgb(0xB23A26),
        on_primary: rgb(0xFFFCF7),
        selection: rgb(0xF8E6DE),
        on_selection: rgb(0xB23A26),
        text_selection: Color32::from_rgba_unmultiplied_const(0x4A, 0x78, 0xB0, 0x48),
        hover: rgb(0xF5EFE4),
        focus: rgb(0xB23A26),
        warning: rgb(0x8A5A00),
    };

    /// The same room at night.
    pub const DARK: Self = Self {
        dark: true,
        paper: rgb(0x1E1C1A),
        chrome: rgb(0x171514),
        card: rgb(0x24211F),
        line: rgb(0x35312D),
        ink: rgb(0xDDD5C7),
        muted: rgb(0x9C9387),
        faint: rgb(0x6E665D),
        accent: rgb(0xDB6B54),
        primary: rgb(0xB23A26),
        on_primary: rgb(0xFFF6EE),
        selection: rgb(0x45241C),
        on_selection: rgb(0xE58871),
        text_selection: Color32::from_rgba_unmultiplied_const(0x6E, 0x9C, 0xD2, 0x52),
        hover: rgb(0x282421),
        focus: rgb(0xDB6B54),
        warning: rgb(0xD9A441),
    };

    /// The palette that [`apply`] gave to `ctx`.
    #[must_use]
    pub fn of(ctx: &egui::Context) -> Self {
        if ctx.global_style().visuals.dark_mode { Self::DARK } else { Self::LIGHT }
    }

    /// Ground of a keyword hit, from its list's colour: pale on paper, deep in the dark, so that ink stays readable on it.
    #[must_use]
    pub fn keyword_wash(&self, color: Color32) -> Color32 {
        mix(self.paper, color, if self.dark { 0.32 } else { 0.36 })
    }

    /// Ground of a tagged passage, from the tag's colour: paler than a keyword hit, because an underline goes with it.
    #[must_use]
    pub fn tag_wash(&self, color: Color32) -> Color32 {
        mix(self.paper, color, if self.dark { 0.24 } else { 0.10 })
    }

    /// Ground of the tagged passage that the user stands on or points at: it stands out from the others and from hits.
    #[must_use]
    pub fn strong_tag_wash(&self, color: Color32) -> Color32 {
        mix(self.paper, color, if self.dark { 0.32 } else { 0.26 })
    }

    /// A tag's colour as a line on paper: lifted a little in the dark, and as far from the paper as a sign must be to be seen
    /// (WCAG 2.2, non-text contrast: 3 to 1).
    #[must_use]
    pub fn tag_line(&self, color: Color32) -> Color32 {
        let (color, away) =
            if self.dark { (mix(color, Color32::WHITE, 0.14), Color32::WHITE) } else { (color, Color32::BLACK) };
        let shades = (0..20).map(|step| mix(color, away, step as f32 * 0.05));
        let mut shades = shades.skip_while(|shade| contrast(*shade, self.paper) < 3.0);
        shades.next().unwrap_or(away)
    }
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// `share` of `over`, the rest `under`, in gamma space as a painter's eye would mix them.
#[must_use]
pub fn mix(under: Color32, over: Color32, share: f32) -> Color32 {
    under.lerp_to_gamma(over, share)
}

/// The colour written `#RRGGBB`; `None` for anything else.
#[must_use]
pub fn parse_color(code: &str) -> Option<Color32> {
    let digits = code.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok().map(rgb)
}

/// `color` as `#RRGGBB`; how opaque it is gets lost.
#[must_use]
pub fn color_code(color: Color32) -> String {
    format!("#{:02X}{:02X}{:02X}", color.r(), color.g(), color.b())
}

/// White or ink, whichever is easier to read on `ground`.
#[must_use]
pub fn readable_on(ground: Color32) -> Color32 {
    let (white, ink) = (Palette::LIGHT.on_primary, Palette::LIGHT.ink);
    if contrast(white, ground) * 1.4 >= contrast(ink, ground) { white } else { ink }
}

/// The ground nearest to `ground` on which text has a contrast of 4.5 to 1, and the colour of that text: for names on
/// tags, whose colours users choose.
#[must_use]
pub fn readable_pair(ground: Color32) -> (Color32, Color32) {
    let shades = (0..20).map(|step| mix(ground, Color32::BLACK, step as f32 * 0.05));
    let pairs = shades.map(|ground| (ground, readable_on(ground)));
    pairs.into_iter().find(|(ground, text)| contrast(*text, *ground) >= 4.5).unwrap_or((Color32::BLACK, Color32::WHITE))
}

/// Contrast of two opaque colours, 1 to 21 (WCAG 2.2, contrast ratio).
#[must_use]
pub fn contrast(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance, 0 to 1 (WCAG 2.2).
fn luminance(color: Color32) -> f32 {
    let linear = |channel: u8| {
        let share = f32::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
}

/// Small bold text over a group of things.
#[must_use]
pub fn strong_style() -> TextStyle {
    TextStyle::Name("strong".into())
}

/// A headline in a list or on a card: serif, a little larger than the interface's text.
#[must_use]
pub fn title_style() -> TextStyle {
    TextStyle::Name("title".into())
}

/// Quoted newspaper text on a card or in a table.
#[must_use]
pub fn quote_style() -> TextStyle {
    TextStyle::Name("quote".into())
}

/// The one button of a view that does what the view is for.
pub fn primary_button<'a>(palette: &Palette, text: impl Into<String>) -> Button<'a> {
    Button::new(RichText::new(text).color(palette.on_primary)).fill(palette.primary).stroke(Stroke::NONE)
}

/// Gives `ctx` the look of `palette`. Call it before the first frame and when the user changes the theme.
///
/// The other theme gets its style too: a frame that has begun in it must find the text styles that panes name.
pub fn apply(ctx: &egui::Context, palette: Palette) {
    ctx.set_style_of(Theme::Light, style(&Palette::LIGHT));
    ctx.set_style_of(Theme::Dark, style(&Palette::DARK));
    let theme = if palette.dark { Theme::Dark } else { Theme::Light };
    ctx.set_style_of(theme, style(&palette));
    ctx.set_theme(theme);
}

fn style(palette: &Palette) -> Style {
    let mut style = Style { visuals: visuals(palette), animation_time: 0.1, ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, FontId::new(SMALL_PX, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(INTERFACE_PX, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(INTERFACE_PX, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(INTERFACE_PX, FontFamily::Monospace)),
        (TextStyle::Heading, fonts::serif_bold(19.0)),
        (strong_style(), fonts::sans_bold(INTERFACE_PX)),
        (title_style(), fonts::serif(15.5)),
        (quote_style(), fonts::serif(15.0)),
    ]
    .into();

    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 6.0);
    spacing.button_padding = vec2(10.0, 4.0);
    spacing.interact_size = vec2(36.0, 26.0);
    spacing.window_margin = Margin::same(16);
    spacing.menu_margin = Margin::same(6);
    spacing.indent = 16.0;
    spacing.icon_width = 15.0;
    spacing.icon_width_inner = 9.0;
    spacing.tooltip_width = 360.0;
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_width: 5.0,
        floating_allocated_width: 0.0,
        handle_min_length: 32.0,
        bar_inner_margin: 2.0,
        bar_outer_margin: 2.0,
        dormant_background_opacity: 0.0,
        dormant_handle_opacity: 0.35,
        active_background_opacity: 0.0,
        active_handle_opacity: 0.55,
        interact_background_opacity: 0.3,
        interact_handle_opacity: 0.9,
        ..ScrollStyle::thin()
    };

    // A click into a list must select the row, not the words of its label; what is meant to be copied says so itself.
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style
}

fn visuals(palette: &Palette) -> Visuals {
    let mut base = if palette.dark { Visuals::dark() } else { Visuals::light() };
    if palette.dark {
        // egui's own curve makes Han characters on dark ground look bold.
        base.text_options.color_transfer_function = FontColorTransferFunction::Gamma(0.8);
    }
    let hairline = Stroke::new(1.0, palette.line);
    let shadow = |blur: u8, alpha: u8| Shadow {
        offset: [0, blur as i8 / 4],
        blur,
        spread: 0,
        color: Color32::from_black_alpha(if palette.dark { alpha * 3 } else { alpha }),
    };
    Visuals {
        dark_mode: palette.dark,
        weak_text_color: Some(palette.muted),
        widgets: widgets(palette),
        selection: Selection { bg_fill: palette.selection, stroke: Stroke::new(1.0, palette.on_selection) },
        hyperlink_color: palette.accent,
        faint_bg_color: mix(palette.paper, palette.chrome, 0.6),
        extreme_bg_color: palette.paper,
        text_edit_bg_color: Some(palette.card),
        code_bg_color: palette.chrome,
        warn_fg_color: palette.warning,
        error_fg_color: palette.accent,
        window_corner_radius: CornerRadius::same(8),
        window_shadow: shadow(28, 30),
        window_fill: palette.paper,
        window_stroke: hairline,
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(6),
        popup_shadow: shadow(16, 22),
        panel_fill: palette.chrome,
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(1.5, palette.accent),
            // A blinking caret repaints the window for as long as a field has the focus.
            blink: false,
            ..TextCursorStyle::default()
        },
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        ..base
    }
}

fn widgets(palette: &Palette) -> Widgets {
    let state = |fill: Color32, border: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, border),
        corner_radius: CornerRadius::same(5),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let strong_line = mix(palette.line, palette.ink, 0.22);
    Widgets {
        noninteractive: state(palette.chrome, palette.line, palette.ink),
        inactive: state(palette.card, palette.line, palette.ink),
        hovered: state(palette.hover, strong_line, palette.ink),
        active: state(mix(palette.hover, palette.accent, 0.10), palette.accent, palette.ink),
        open: state(palette.hover, strong_line, palette.ink),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{KEYWORD_COLORS, TAG_COLORS};

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(parse_color("#B23A26"), Some(Color32::from_rgb(0xB2, 0x3A, 0x26)));
        assert_eq!(parse_color("#b23a26").map(color_code).as_deref(), Some("#B23A26"));
        for wrong in ["", "#", "B23A26", "#B23A2", "#B23A2G", "#+23A26", "#B23A26FF", "#红红"] {
            assert_eq!(parse_color(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn text_is_readable_wherever_it_stands() {
        for palette in [Palette::LIGHT, Palette::DARK] {
            for ground in [palette.paper, palette.chrome, palette.card, palette.hover] {
                assert!(contrast(palette.ink, ground) >= 7.0, "ink on {ground:?}");
                assert!(contrast(palette.muted, ground) >= 4.5, "muted on {ground:?}");
                assert!(contrast(palette.accent, ground) >= 4.5, "accent on {ground:?}");
                assert!(contrast(palette.warning, ground) >= 4.5, "a warning on {ground:?}");
                // The ring around what has the keyboard, a sign: 3 to 1.
                assert!(contrast(palette.focus, ground) >= 3.0, "the focus on {ground:?}");
            }
            for text in [palette.ink, palette.muted, palette.on_selection] {
                assert!(contrast(text, palette.selection) >= 4.5, "{text:?} on a selection");
            }
            assert!(contrast(palette.focus, palette.selection) >= 3.0);
            assert!(contrast(palette.on_primary, palette.primary) >= 4.5);
            for color in TAG_COLORS.iter().chain(&KEYWORD_COLORS).filter_map(|code| parse_color(code)) {
                assert!(contrast(palette.tag_line(color), palette.paper) >= 3.0, "a line of {color:?}");
                assert!(contrast(palette.ink, palette.keyword_wash(color)) >= 4.5, "ink on the wash of {color:?}");
                assert!(contrast(palette.ink, palette.tag_wash(color)) >= 4.5, "ink on the tag wash of {color:?}");
                assert!(
                    contrast(palette.ink, palette.strong_tag_wash(color)) >= 4.5,
                    "ink on the strong wash of {color:?}"
                );
            }
        }
    }

    #[test]
    fn a_name_on_any_tag_is_readable_and_the_tag_keeps_its_colour_where_it_can() {
        for color in (0..=255u8).step_by(17).flat_map(|r| (0..=255u8).step_by(17).map(move |g| (r, g))) {
            for b in (0..=255u8).step_by(17) {
                let chosen = Color32::from_rgb(color.0, color.1, b);
                let (ground, text) = readable_pair(chosen);
                assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
                assert!(contrast(readable_on(chosen), chosen) < 4.5 || ground == chosen);
            }
        }
    }

    /// What an eye without the cones for green, for red or for blue sees (Machado, Oliveira, Fernandes 2009, severity 1).
    #[test]
    fn tag_colours_stay_apart_for_the_colour_blind() {
        const NO_GREEN: [[f32; 3]; 3] = [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]];
        const NO_RED: [[f32; 3]; 3] = [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]];
        const NO_BLUE: [[f32; 3]; 3] = [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]];
        const FULL: [[f32; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let seen = |color: Color32, eye: &[[f32; 3]; 3]| {
            let linear = egui::Rgba::from(color);
            eye.map(|row| (row[0] * linear.r() + row[1] * linear.g() + row[2] * linear.b()).clamp(0.0, 1.0).cbrt())
        };
        // About one man in twelve confuses red and green, one person in ten thousand blue and green.
        for (eye, least) in [(FULL, 0.28), (NO_GREEN, 0.28), (NO_RED, 0.28), (NO_BLUE, 0.12)] {
            for (at, one) in TAG_COLORS.iter().enumerate() {
                for other in &TAG_COLORS[at + 1..] {
                    let colors = [one, other].map(|code| seen(parse_color(code).unwrap(), &eye));
                    let apart: f32 = (0..3).map(|i| (colors[0][i] - colors[1][i]).powi(2)).sum::<f32>().sqrt();
                    assert!(apart > least, "{one} and {other} look alike: {apart}");
                }
            }
        }
    }
}
