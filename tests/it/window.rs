//! The window on a screen of its own: it opens, shows text, and closes.

use std::path::Path;
use std::process::Command;

/// What the script gives back where Xvfb and its companions are not installed.
const TOOL_MISSING: i32 = 77;

#[cfg(unix)]
#[test]
fn the_window_opens_shows_text_and_closes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join("window.png");
    let mut command = Command::new("sh");
    command.arg(root.join("scripts/window-test.sh")).arg(env!("CARGO_BIN_EXE_jianbao")).arg(&picture);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => assert!(picture.metadata().unwrap().len() > 10_000, "there is no picture at {}", picture.display()),
        Some(TOOL_MISSING) if std::env::var_os("CI").is_none() => println!("The window was not tried. {said}"),
        code => panic!("status {code:?}, picture at {}:\n{said}", picture.display()),
    }
}
