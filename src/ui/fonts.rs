//! The four faces that the program carries, and faces of the system for characters that those do not have.
//!
//! Whatever is drawn, in any pane, tells by being drawn which characters lack a glyph: egui asks a provider, which only
//! takes a note. [`Fonts::take_missing`] hands the note to a background job; [`find_fallback`] is what the job runs;
//! [`Fonts::add`] takes what it found.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use egui::epaint::text::{FallbackRequest, FontInsert, FontPriority, InsertFontFamily, TextOptions};
use egui::{FontData, FontDefinitions, FontFamily, FontId};

use crate::text::is_han;

const SERIF: &str = "serif";
const SERIF_BOLD: &str = "serif-bold";
const SANS: &str = "sans";
const SANS_BOLD: &str = "sans-bold";

/// 宋体, for what is read.
#[must_use]
pub fn serif(size_px: f32) -> FontId {
    FontId::new(size_px, FontFamily::Name(SERIF.into()))
}

/// Bold 宋体, for headlines.
#[must_use]
pub fn serif_bold(size_px: f32) -> FontId {
    FontId::new(size_px, FontFamily::Name(SERIF_BOLD.into()))
}

/// 黑体, for the interface.
#[must_use]
pub fn sans(size_px: f32) -> FontId {
    FontId::new(size_px, FontFamily::Name(SANS.into()))
}

/// Bold 黑体.
#[must_use]
pub fn sans_bold(size_px: f32) -> FontId {
    FontId::new(size_px, FontFamily::Name(SANS_BOLD.into()))
}

/// The fonts of one egui context.
#[derive(Clone)]
pub struct Fonts {
    wanted: Arc<Mutex<Wanted>>,
}

/// Characters that were to be drawn and have no glyph.
#[derive(Default)]
struct Wanted {
    new: BTreeSet<char>,
    /// Handed out before: not asked for again, whether or not a face was found.
    known: BTreeSet<char>,
}

impl Fonts {
    /// Gives `ctx` the embedded faces and watches for characters that they lack. Call it once, before the first frame.
    #[must_use = "without it, characters outside the embedded faces stay boxes"]
    pub fn install(ctx: &egui::Context) -> Self {
        let wanted = Arc::new(Mutex::new(Wanted::default()));
        let note = Arc::clone(&wanted);
        ctx.set_font_providers(vec![Arc::new(move |request: &FallbackRequest<'_>| {
            let mut wanted = note.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(ch) = request.cluster.chars().next()
                && has_a_shape(ch)
                && !wanted.known.contains(&ch)
            {
                wanted.new.insert(ch);
            }
            None
        })]);
        ctx.set_fonts(definitions());
        Self { wanted }
    }

    /// The characters drawn since the last call that no face has; each is named once. Nothing is locked for long.
    #[must_use]
    pub fn take_missing(&self) -> Vec<char> {
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let new = std::mem::take(&mut wanted.new);
        wanted.known.extend(&new);
        new.into_iter().collect()
    }

    /// Adds faces behind those that are there. All text is laid out again once.
    pub fn add(&self, ctx: &egui::Context, faces: Vec<FoundFace>) {
        for face in faces {
            let names = match face.voice {
                Voice::Serif => &[SERIF, SERIF_BOLD][..],
                Voice::Sans => &[SANS, SANS_BOLD],
                Voice::Any => &[SERIF, SERIF_BOLD, SANS, SANS_BOLD],
            };
            let mut families: Vec<FontFamily> = names.iter().map(|&name| FontFamily::Name(name.into())).collect();
            if face.voice != Voice::Serif {
                families.extend([FontFamily::Proportional, FontFamily::Monospace]);
            }
            let families = families
                .into_iter()
                .map(|family| InsertFontFamily { family, priority: FontPriority::Lowest })
                .collect();
            ctx.add_font(FontInsert { name: face.name.clone(), data: face.data(), families });
        }
    }
}

/// Whether a glyph for `ch` in some other face would be the right one. What a face has for a private code point is its own
/// affair, and joiners and selectors have no shape.
fn has_a_shape(ch: char) -> bool {
    let is_private = matches!(ch, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    let is_invisible = matches!(ch, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    !is_private && !is_invisible
}

fn definitions() -> FontDefinitions {
    let faces: [(&str, &'static [u8]); 4] = [
        (SERIF, include_bytes!("../../fonts/NotoSerifSC-Regular.otf")),
        (SERIF_BOLD, include_bytes!("../../fonts/NotoSerifSC-Bold.otf")),
        (SANS, include_bytes!("../../fonts/NotoSansSC-Regular.otf")),
        (SANS_BOLD, include_bytes!("../../fonts/NotoSansSC-Bold.otf")),
    ];
    let mut definitions = FontDefinitions::empty();
    for (name, bytes) in faces {
        definitions.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        definitions.families.insert(FontFamily::Name(name.into()), vec![name.to_owned()]);
    }
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        definitions.families.insert(family, vec![SANS.to_owned()]);
    }
    definitions
}

/// Which of our families a face of the system stands in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// Both serif families.
    Serif,
    /// Both sans families and the interface.
    Sans,
    /// All of them.
    Any,
}

/// A face of the system that has characters we lack.
#[derive(Clone)]
pub struct FoundFace {
    /// Its PostScript name, which tells it from all others.
    pub name: String,
    /// The font file.
    pub data: Arc<Vec<u8>>,
    /// Which face of the file it is, from 0.
    pub index: u32,
    /// What it stands in for.
    pub voice: Voice,
}

impl FoundFace {
    fn data(&self) -> FontData {
        FontData::from_blob(self.data.clone(), self.index)
    }

    /// Those of `chars` that it has a glyph for. egui itself is asked, since it is egui that will draw them.
    fn covers(&self, chars: &[char]) -> Vec<char> {
        let mut definitions = FontDefinitions::empty();
        definitions.font_data.insert(self.name.clone(), Arc::new(self.data()));
        definitions.families.insert(FontFamily::Proportional, vec![self.name.clone()]);
        let mut fonts = egui::epaint::text::Fonts::new(TextOptions::default(), definitions);
        chars.iter().copied().filter(|&ch| fonts.has_glyph(&FontId::default(), ch)).collect()
    }
}

/// Families with the letter forms of the mainland, best first. A face of another region is no substitute for them: 骨, 直
/// and 令 are drawn differently in Japan.
const SERIF_SC: [&str; 8] = [
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "SimSun",
    "NSimSun",
    "SimSun-ExtB",
];
const SANS_SC: [&str; 9] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimHei",
];

/// Faces of the system for `chars`. Reads font files and can take a second: run it in the background.
///
/// A face with mainland forms comes first. If only a face of another region has a character, a mainland one is still put
/// before it, so that it does not draw what comes later. Characters that no face has are left out.
#[must_use]
pub fn find_fallback(chars: &[char]) -> Vec<FoundFace> {
    let mut system = fontdb::Database::new();
    system.load_system_fonts();
    find_in(&system, chars)
}

fn find_in(system: &fontdb::Database, chars: &[char]) -> Vec<FoundFace> {
    let mut found = mainland_faces(system, chars);
    let mut missing: Vec<char> =
        chars.iter().copied().filter(|ch| found.iter().all(|(_, covered)| !covered.contains(ch))).collect();
    let is_new = |info: &&fontdb::FaceInfo| found.iter().all(|(face, _)| face.name != info.post_script_name);
    let mut others: Vec<&fontdb::FaceInfo> = system.faces().filter(is_plain).filter(is_new).collect();
    others.sort_by_key(|info| (is_last_resort(info), info.post_script_name.clone()));
    for info in others {
        if missing.is_empty() {
            break;
        }
        let Some(face) = load(system, info, Voice::Any) else { continue };
        let covered = face.covers(&missing);
        if covered.is_empty() {
            continue;
        }
        missing.retain(|ch| !covered.contains(ch));
        if covered.iter().copied().any(is_han) && !found.iter().any(|(face, _)| face.voice != Voice::Any) {
            let guards = SANS_SC.iter().filter_map(|family| face_of_family(system, family));
            found.extend(
                guards.filter_map(|info| load(system, info, Voice::Any)).take(1).map(|face| (face, Vec::new())),
            );
        }
        found.push((face, covered));
    }
    found.into_iter().map(|(face, _)| face).collect()
}

/// Faces with mainland forms that have some of `chars`, each with those that it has.
fn mainland_faces(system: &fontdb::Database, chars: &[char]) -> Vec<(FoundFace, Vec<char>)> {
    let mut found = Vec::new();
    for (families, voice) in [(&SERIF_SC[..], Voice::Serif), (&SANS_SC[..], Voice::Sans)] {
        let mut missing = chars.to_vec();
        for info in families.iter().filter_map(|family| face_of_family(system, family)) {
            if missing.is_empty() {
                break;
            }
            let Some(face) = load(system, info, voice) else { continue };
            let covered = face.covers(&missing);
            if !covered.is_empty() {
                missing.retain(|ch| !covered.contains(ch));
                found.push((face, covered));
            }
        }
    }
    // One voice alone is better than boxes in the other.
    if found.iter().all(|(face, _)| face.voice == Voice::Serif)
        || found.iter().all(|(face, _)| face.voice == Voice::Sans)
    {
        found.iter_mut().for_each(|(face, _)| face.voice = Voice::Any);
    }
    found
}

/// The upright regular face of a family, in whichever language the family is named.
fn face_of_family<'a>(system: &'a fontdb::Database, family: &str) -> Option<&'a fontdb::FaceInfo> {
    let named = |info: &&fontdb::FaceInfo| info.families.iter().any(|(name, _)| name == family);
    system.faces().filter(named).min_by_key(|info| (info.style != fontdb::Style::Normal, info.weight.0.abs_diff(400)))
}

fn is_plain(info: &&fontdb::FaceInfo) -> bool {
    info.style == fontdb::Style::Normal && info.weight == fontdb::Weight::NORMAL
}

/// Colour bitmaps cannot be drawn, and a face made of boxes has every character.
fn is_last_resort(info: &fontdb::FaceInfo) -> bool {
    info.families
        .iter()
        .any(|(name, _)| name.contains("Color") || name.contains("LastResort") || name.contains("Last Resort"))
}

fn load(system: &fontdb::Database, info: &fontdb::FaceInfo, voice: Voice) -> Option<FoundFace> {
    let data = system.with_face_data(info.id, |bytes, _| bytes.to_vec())?;
    Some(FoundFace { name: info.post_script_name.clone(), data: Arc::new(data), index: info.index, voice })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(ctx: &egui::Context, text: &str) {
        frame(ctx, |ui| {
            ui.label(text);
        });
    }

    fn frame(ctx: &egui::Context, draw: impl FnMut(&mut egui::Ui)) {
        ctx.run_ui(egui::RawInput::default(), draw).textures_delta.clear();
    }

    #[test]
    fn only_characters_without_a_glyph_are_asked_for_and_once() {
        let ctx = egui::Context::default();
        let fonts = Fonts::install(&ctx);
        draw(&ctx, "人社温度涵养发展力度——“去年 10 月”……");
        assert!(fonts.take_missing().is_empty());
        draw(&ctx, "\u{2a6a5}与\u{10330}");
        assert_eq!(fonts.take_missing(), ['\u{10330}', '\u{2a6a5}']);
        draw(&ctx, "再画一次\u{2a6a5}");
        draw(&ctx, "\u{e123}\u{200b}\u{feff}");
        assert!(fonts.take_missing().is_empty());
    }

    #[test]
    fn marks_have_the_width_of_a_han_character() {
        let ctx = egui::Context::default();
        let _fonts = Fonts::install(&ctx);
        frame(&ctx, |ui| {
            for font in [serif(20.0), serif_bold(20.0), sans(20.0), sans_bold(20.0)] {
                for ch in "报“”…，。、：；！？（）《》「」".chars() {
                    let width = ui.fonts_mut(|fonts| fonts.glyph_width(&font, ch));
                    assert!((width - 20.0).abs() < 0.01, "{ch} in {font:?} is {width} wide");
                }
            }
        });
    }

    #[test]
    fn a_system_face_is_taken_in_its_mainland_form() {
        let rare = '\u{3402}';
        let found = find_fallback(&[rare]);
        let mut system = fontdb::Database::new();
        system.load_system_fonts();
        if face_of_family(&system, SANS_SC[0]).is_none() {
            assert!(found.iter().all(|face| !face.data.is_empty()), "no face to prefer on this system");
            return;
        }
        let names: Vec<&str> = found.iter().map(|face| face.name.as_str()).collect();
        assert!(names.iter().all(|name| name.contains("SC") || name.contains("sc")), "{names:?}");

        let ctx = egui::Context::default();
        let fonts = Fonts::install(&ctx);
        draw(&ctx, &rare.to_string());
        assert_eq!(fonts.take_missing(), [rare]);
        fonts.add(&ctx, found);
        frame(&ctx, |ui| {
            for font in [serif(17.0), serif_bold(17.0), sans(17.0), sans_bold(17.0)] {
                assert!(ui.fonts_mut(|fonts| fonts.has_glyph(&font, rare)), "{font:?}");
            }
        });
    }

    #[test]
    fn nothing_is_found_where_there_are_no_fonts() {
        assert!(find_in(&fontdb::Database::new(), &['龘']).is_empty());
    }
}
