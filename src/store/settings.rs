use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::StoreError;
use super::disk::{Disk as _, RealDisk};
use super::file::{from_ron, replace_file};
use crate::i18n::Language;

/// A file that is longer was not written by this program.
const MAX_SETTINGS_BYTES: u64 = 1 << 20;

/// Notebooks that are offered to be opened again.
const MOST_RECENT: usize = 10;
/// Type sizes of the reader, in px.
pub const BODY_PX: RangeInclusive<f32> = 14.0..=28.0;
/// Distances of two lines, in em.
pub const LINE_HEIGHT_EM: RangeInclusive<f32> = 1.5..=2.2;
/// Longest lines, in em.
pub const MEASURE_EM: RangeInclusive<f32> = 28.0..=38.0;

/// Sizes of the whole interface, of 1 as it comes.
pub const SCALES: [f32; 8] = [0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0];

/// Which colours the window has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system has it, light where it does not say.
    #[default]
    System,
    /// Ink on paper.
    Light,
    /// Paper colours on ink.
    Dark,
}

/// What the user has chosen for the program as a whole; in no notebook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of the interface; that of the system if not chosen.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Name that new records carry.
    pub author: String,
    /// Type size of the reader, 14 to 28 px.
    pub body_px: f32,
    /// Distance of two lines of the reader, 1.5 to 2.2 em.
    pub line_height_em: f32,
    /// Longest line of the reader, 28 to 38 em.
    pub measure_em: f32,
    /// Whether the reader is set in 宋体; else in 黑体.
    pub serif: bool,
    /// Size of the whole interface, 0.8 to 2; 1 as it comes.
    pub scale: f32,
    /// The notebook that was open last.
    pub last_notebook: Option<PathBuf>,
    /// The notebooks that were open, the latest first, that one too.
    pub recent_notebooks: Vec<PathBuf>,
    /// Whether the user has seen the card of the first start.
    pub welcomed: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: None,
            theme: ThemeChoice::System,
            author: std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default(),
            body_px: 17.0,
            line_height_em: 1.8,
            measure_em: 34.0,
            serif: true,
            scale: 1.0,
            last_notebook: None,
            recent_notebooks: Vec::new(),
            welcomed: false,
        }
    }
}

impl Settings {
    /// Reads the settings at `path`; those by default if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read, or does not parse: where and why. It is left as it is.
    pub fn load(path: &Path) -> Result<Self, StoreError> {
        let text = match RealDisk.read(path, MAX_SETTINGS_BYTES) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(StoreError::io(path, error)),
        };
        let mut settings: Self = from_ron(&text).map_err(|error| StoreError::Syntax {
            path: path.to_owned(),
            line: error.span.start.line,
            column: error.span.start.col,
            what: super::ron_message(&error.code),
        })?;
        settings.body_px = within(settings.body_px, BODY_PX, 17.0);
        settings.line_height_em = within(settings.line_height_em, LINE_HEIGHT_EM, 1.8);
        settings.measure_em = within(settings.measure_em, MEASURE_EM, 34.0);
        settings.scale = within(settings.scale, SCALES[0]..=SCALES[SCALES.len() - 1], 1.0);
        Ok(settings)
    }

    /// The user's settings; those by default where there are none that can be read.
    #[must_use]
    pub fn of_user() -> Self {
        super::settings_path().and_then(|path| Self::load(&path).ok()).unwrap_or_default()
    }

    /// Makes `path` the notebook to begin with at the next start.
    pub fn opened(&mut self, path: PathBuf) {
        self.recent_notebooks.retain(|other| *other != path);
        self.recent_notebooks.insert(0, path.clone());
        self.recent_notebooks.truncate(MOST_RECENT);
        self.last_notebook = Some(path);
    }

    /// Writes the settings to `path`, and its folder if need be.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), StoreError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, error))?;
        }
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default())?;
        replace_file(path, text.as_bytes())
    }
}

/// A number of the file, brought into its range; what is no number at all becomes `usual`.
fn within(number: f32, range: RangeInclusive<f32>, usual: f32) -> f32 {
    if number.is_finite() { number.clamp(*range.start(), *range.end()) } else { usual }
}
