//! How wide the columns of a table are, by what they hold.

use super::document::Cell;
use crate::text::em_width;

/// Narrowest column, and room at the edges of a cell, in em.
const LEAST_EM: f32 = 2.5;
const EDGES_EM: f32 = 1.2;

/// Widest column that is asked for, in em: what is longer is broken.
const MOST_EM: f32 = 40.0;

/// How wide a character of the fine print is, in em of the text.
const FINE_PRINT_EM: f32 = 0.42;

/// The share of each column in a table that is `table_em` wide; together 1. What fits on one line gets that, and the others share
/// what is left.
pub(super) fn column_widths(rows: &[Vec<Cell>], table_em: f32) -> Vec<f32> {
    let columns = rows.first().map_or(0, Vec::len);
    let wanted = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let most = cells.map(|cell| {
            let text: f32 = cell.text.chars().map(em_width).sum();
            text.max(cell.fine_print.chars().count() as f32 * FINE_PRINT_EM)
        });
        most.fold(LEAST_EM, f32::max).min(MOST_EM) + EDGES_EM
    };
    let wanted: Vec<f32> = (0..columns).map(wanted).collect();
    let mut widths = wanted.clone();
    let sum: f32 = wanted.iter().sum();
    if sum > table_em {
        // The narrowest first: each takes what it wants, or a fair part of what those before it have left.
        let mut order: Vec<usize> = (0..columns).collect();
        order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
        let mut left = table_em;
        for (at, column) in order.into_iter().enumerate() {
            widths[column] = wanted[column].min(left / (columns - at) as f32);
            left -= widths[column];
        }
    }
    let sum: f32 = widths.iter().sum();
    widths.into_iter().map(|width| width / sum.max(f32::MIN_POSITIVE)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_columns_stay_short_and_long_ones_share_the_rest() {
        let row = |cells: &[&str]| cells.iter().map(|cell| Cell::from((*cell).to_owned())).collect::<Vec<_>>();
        let rows = [row(&["日期", "存放位置", "状态"]), row(&["2023-02-15", &"长".repeat(60), "缺失"])];
        let widths = column_widths(&rows, 30.0);
        assert!((widths.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        let em: Vec<f32> = widths.iter().map(|share| share * 30.0).collect();
        assert!((6.0..7.0).contains(&em[0]) && (3.0..4.0).contains(&em[2]) && em[1] > 19.0, "{em:?}");
        assert!(column_widths(&[], 30.0).is_empty());
        assert!(column_widths(&[row(&["", ""])], 0.0).iter().all(|share| share.is_finite()));
    }
}
