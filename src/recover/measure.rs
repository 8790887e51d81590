//! The measure (width of the column) that each line was set to. Lengths say little until they are taken relative to it:
//! a line of 25 characters is a full line of one page and a headline on another, and one page may hold both.

use super::line::{Ending, Line};

/// Most measures looked for on a page.
const MOST_MEASURES: usize = 6;
/// Half ems: lines are counted in steps of half a character.
const STEPS_PER_EM: f32 = 2.0;
/// Widest line that counts as set in a column, in em.
const WIDEST_EM: f32 = 60.0;

/// What the widths of the lines around it say of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fit {
    /// The column's measure in em; `None` where lines are as long as their paragraphs.
    pub(super) measure: Option<f32>,
    /// Whether nearly all full lines of the column are equally wide, as in a monospaced setting.
    pub(super) exact: bool,
    /// By how much the line is shorter than the measure, in em; 0 without a measure.
    pub(super) short_by: f32,
    /// Whether the line is too long for its column and so not of it.
    pub(super) sticks_out: bool,
}

impl Fit {
    /// Whether the line reaches the end of its column.
    pub(super) fn is_full(self) -> bool {
        self.measure.is_some() && self.short_by <= 2.0 && !self.sticks_out
    }

    /// Whether the line is as long as a paragraph's first line that has lost its indent of two em.
    pub(super) fn lacks_an_indent(self) -> bool {
        self.measure.is_some() && (1.3..=2.7).contains(&self.short_by)
    }
}

/// Finds the measure of each line: the widths that are frequent on the page, and the cheapest way to say which line was
/// set to which, where a change costs and a line longer than its measure costs most.
pub(super) fn fit(lines: &[Line<'_>]) -> Vec<Fit> {
    let measures = frequent_widths(lines);
    let states = assign(lines, &measures);
    let mut tally = vec![(0_u32, 0_u32); measures.len()];
    for (line, &state) in lines.iter().zip(&states) {
        if let Some(&measure) = measures.get(state)
            && matches!(line.ending, Ending::Open | Ending::Comma)
        {
            let off = (line.width - measure).abs();
            tally[state].0 += u32::from(off <= 0.5);
            tally[state].1 += u32::from(off > 0.5 && off <= 1.2);
        }
    }
    let exact: Vec<bool> = tally.iter().map(|&(on, near)| on >= 4 * near).collect();
    lines
        .iter()
        .zip(states)
        .map(|(line, state)| match measures.get(state) {
            Some(&measure) => {
                let short_by = measure - line.width;
                Fit {
                    measure: Some(measure),
                    exact: exact[state],
                    short_by: short_by.max(0.0),
                    sticks_out: short_by < -2.5,
                }
            }
            None => Fit { measure: None, exact: false, short_by: 0.0, sticks_out: false },
        })
        .collect()
}

/// The widths that many lines share, the most frequent first. A width next to a more frequent one is that one's
/// ragged edge; two em below one there may be its first lines or a column of its own.
fn frequent_widths(lines: &[Line<'_>]) -> Vec<f32> {
    let mut counts = vec![0_u32; (WIDEST_EM * STEPS_PER_EM) as usize + 1];
    for line in lines.iter().filter(|line| line.width <= WIDEST_EM) {
        counts[(line.width * STEPS_PER_EM) as usize] += 1;
    }
    let near = |at: usize| {
        let window = at.saturating_sub(1)..=(at + 1).min(counts.len() - 1);
        window.map(|step| counts[step]).sum::<u32>()
    };
    let mut smooth: Vec<u32> = (0..counts.len()).map(near).collect();
    // Narrower than eight em is a list of names, not a column of text.
    smooth[..16].fill(0);
    let enough = (lines.len() as u32 / 25).max(4);
    let mut measures = Vec::new();
    while measures.len() < MOST_MEASURES {
        let Some(best) = (0..smooth.len()).max_by_key(|&at| (smooth[at], at)) else { break };
        if smooth[best] < enough {
            break;
        }
        measures.push(peak(&counts, best) as f32 / STEPS_PER_EM);
        let zone = best.saturating_sub(3)..=(best + 3).min(smooth.len() - 1);
        smooth[zone].fill(0);
    }
    measures
}

/// The fullest single step around a smoothed peak.
fn peak(counts: &[u32], at: usize) -> usize {
    let window = at.saturating_sub(1)..=(at + 1).min(counts.len() - 1);
    window.max_by_key(|&step| (counts[step], step)).unwrap_or(at)
}

/// For each line the number of its measure; `measures.len()` stands for none. The cheapest path (Viterbi).
fn assign(lines: &[Line<'_>], measures: &[f32]) -> Vec<usize> {
    const CHANGE: f32 = 5.0;
    // After a short line something new may begin, set to another measure.
    const CHANGE_AFTER_SHORT: f32 = 3.0;
    let states = measures.len() + 1;
    let cost = |line: &Line<'_>, state: usize| match measures.get(state) {
        None if line.width > WIDEST_EM => 0.0,
        None => 1.6,
        Some(measure) => match line.width - measure {
            over if over > 6.0 => 12.0,
            over if over > 2.2 => 4.0,
            over if over > 1.2 => 2.0,
            over if over > -1.2 => 0.0,
            over if over > -2.8 => 0.7,
            _ => 1.2,
        },
    };
    let mut total = vec![0.0_f32; states];
    let mut from: Vec<u8> = Vec::with_capacity(lines.len() * states);
    for (at, line) in lines.iter().enumerate() {
        let after_short = at.checked_sub(1).is_some_and(|before| lines[before].width + 4.0 < line.width);
        let cheapest = (0..states).min_by(|&a, &b| total[a].total_cmp(&total[b])).unwrap_or(0);
        let change = total[cheapest] + if after_short { CHANGE_AFTER_SHORT } else { CHANGE };
        for (state, total) in total.iter_mut().enumerate() {
            let stays = *total <= change;
            from.push(if stays { state as u8 } else { cheapest as u8 });
            *total = if stays { *total } else { change } + cost(line, state);
        }
    }
    let mut state = (0..states).min_by(|&a, &b| total[a].total_cmp(&total[b])).unwrap_or(0);
    let mut path = vec![state; lines.len()];
    for at in (0..lines.len()).rev() {
        path[at] = state;
        state = usize::from(from[at * states + state]);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recover::line::lines_of;
    use crate::text::Text;

    fn check(text: &str, wanted: &[Option<f32>]) {
        let text = Text::new(text);
        let got: Vec<_> = fit(&lines_of(&text)).iter().map(|fit| fit.measure).collect();
        assert_eq!(got, wanted);
    }

    #[test]
    fn two_columns_of_different_measure() {
        let wide = format!("{}\n", "河".repeat(30));
        let narrow = format!("{}\n", "山".repeat(18));
        let page = format!("{}{}", wide.repeat(5), narrow.repeat(6));
        let wanted: Vec<_> = [vec![Some(30.0); 5], vec![Some(18.0); 6]].concat();
        check(&page, &wanted);
    }

    #[test]
    fn lines_as_long_as_their_paragraphs_have_none() {
        let page: String = (61..80).map(|len| format!("{}。\n", "水".repeat(len))).collect();
        check(&page, &[None; 19]);
    }

    #[test]
    fn a_first_line_lacks_its_indent() {
        let page = format!("{}\n{}河。", "河".repeat(28), format!("{}\n", "河".repeat(30)).repeat(5));
        let text = Text::new(page);
        let fits = fit(&lines_of(&text));
        assert!(fits[0].lacks_an_indent() && fits[0].exact);
        assert!(fits[1].is_full() && !fits[1].lacks_an_indent());
        assert!(!fits[6].is_full());
    }
}
