//! Tables of words: frequencies, collocates, keyness.

use super::csv_text::csv_text;

/// A table as CSV, with its row of headings: a word and its numbers a row, all rows of one length.
#[must_use]
pub fn word_table_csv(rows: &[Vec<String>]) -> String {
    csv_text(rows.iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_its_headings_and_no_formulas() {
        let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        let rows = vec![row(["词", "次数", "篇数", "离散度"]), row(["=服务", "1234", "5", "0.25"])];
        assert_eq!(word_table_csv(&rows), "\u{feff}词,次数,篇数,离散度\r\n'=服务,1234,5,0.25\r\n");
    }
}
