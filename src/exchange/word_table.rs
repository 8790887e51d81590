//! Tables of words: frequencies, collocates, keyness.

use super::csv_text::csv_text;

/// A table as CSV, with its row of headings: a word and three to five numbers a row. Rows of another length than the first are left
/// out.
#[must_use]
pub fn word_table_csv(rows: Vec<Vec<String>>) -> String {
    match rows.first().map_or(0, Vec::len) {
        4 => csv_text(of_length::<4>(rows)),
        5 => csv_text(of_length::<5>(rows)),
        _ => csv_text(of_length::<6>(rows)),
    }
}

fn of_length<const COLUMNS: usize>(rows: Vec<Vec<String>>) -> impl Iterator<Item = [String; COLUMNS]> {
    rows.into_iter().filter_map(|row| row.try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_its_headings_and_no_formulas() {
        let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        let rows = vec![row(["词", "次数", "篇数", "离散度"]), row(["=服务", "1234", "5", "0.25"])];
        assert_eq!(word_table_csv(rows), "\u{feff}词,次数,篇数,离散度\r\n'=服务,1234,5,0.25\r\n");
    }
}
