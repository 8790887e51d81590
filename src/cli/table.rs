use std::io;

use super::console::{Console, columns};

/// Writes a table: the first column from the left, the others from the right under their headings, which have the ids
/// `cli-column-NAME`. An em is two columns wide.
pub(super) fn write_table<const N: usize>(
    names: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
    console: &mut Console<'_>,
) -> io::Result<()> {
    let headings = names.map(|name| console.catalogue.get(&format!("cli-column-{name}")));
    let rows: Vec<[String; N]> = std::iter::once(headings).chain(rows).collect();
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| columns(&row[column])).max().unwrap_or(0));
    for row in &rows {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
            let space = " ".repeat(width - columns(cell));
            if at == 0 {
                line.push_str(cell);
                line.push_str(&space);
            } else {
                line.push_str("  ");
                line.push_str(&space);
                line.push_str(cell);
            }
        }
        console.line(line.trim_end())?;
    }
    Ok(())
}

/// A number rounded to two places, for JSON.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
