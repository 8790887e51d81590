//! Tables for Word.

use super::docx::{alarming, begin, run, shading};
use super::docx_parts::text_width;
use crate::exchange::document::Cell;
use crate::exchange::table_widths::column_widths;
use crate::exchange::xml::Xml;

/// What stands below the text of a cell: small and pale, digits of one width.
const FINE_PRINT: &str =
    "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\"/><w:color w:val=\"8A8177\"/><w:sz w:val=\"13\"/>";

/// A table with lines, the first row repeated on every page, its columns as wide as what they hold.
pub(super) fn table(xml: &mut Xml, rows: &[Vec<Cell>], is_wide: bool) {
    let nothing = Cell::default();
    table_of(xml, &widths(rows, is_wide), rows.len(), |xml, row, column| {
        let cell = rows.get(row).and_then(|row| row.get(column)).unwrap_or(&nothing);
        begin(xml, "JianbaoLabelCell");
        let properties = match cell.color {
            _ if cell.is_alarming => alarming(),
            Some(color) => shading(color),
            None if row == 0 => "<w:b/>".to_owned(),
            None => String::new(),
        };
        run(xml, &properties, &cell.text);
        if !cell.fine_print.is_empty() {
            xml.raw("<w:r><w:br/></w:r>");
            run(xml, FINE_PRINT, &cell.fine_print);
        }
        xml.end();
    });
}

/// Widths of the columns in twentieths of a point.
fn widths(rows: &[Vec<Cell>], is_wide: bool) -> Vec<usize> {
    let all = text_width(is_wide) as f32;
    column_widths(rows, all / 180.0).into_iter().map(|share| (share * all) as usize).collect()
}

/// A table whose cells are written by `cell`, each with one paragraph at least. Widths are in twentieths of a point.
pub(super) fn table_of(xml: &mut Xml, widths: &[usize], rows: usize, mut cell: impl FnMut(&mut Xml, usize, usize)) {
    if widths.is_empty() {
        return;
    }
    xml.start("w:tbl", &[]);
    xml.start("w:tblPr", &[]);
    xml.empty("w:tblW", &[("w:w", &widths.iter().sum::<usize>().to_string()), ("w:type", "dxa")]);
    xml.start("w:tblBorders", &[]);
    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
        xml.empty(side, &[("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "B9B0A3")]);
    }
    xml.end();
    xml.raw("<w:tblLayout w:type=\"fixed\"/>");
    xml.end();
    xml.start("w:tblGrid", &[]);
    widths.iter().for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]));
    xml.end();
    for row in 0..rows {
        xml.start("w:tr", &[]);
        xml.raw(if row == 0 {
            "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        } else {
            "<w:trPr><w:cantSplit/></w:trPr>"
        });
        for (column, width) in widths.iter().enumerate() {
            xml.start("w:tc", &[]);
            xml.start("w:tcPr", &[]);
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
            xml.end();
            cell(xml, row, column);
            xml.end();
        }
        xml.end();
    }
    xml.end();
    // Word wants a paragraph behind a table.
    xml.raw("<w:p/>");
}
