//! Heights of all blocks: guessed from the length of the text until a block is set, then exact. Sums of them place the
//! overview's marks; what is on screen hangs on the first visible block and not on these sums, so a guess that turns
//! out wrong moves nothing under the reader's eyes.

/// Heights with their running sums.
#[derive(Clone, Debug)]
pub(super) struct Heights {
    heights: Vec<f32>,
    /// `tops[i]` is the sum of all heights before `i`; valid up to `valid`.
    tops: Vec<f64>,
    valid: usize,
}

impl Heights {
    pub(super) fn new(guesses: impl ExactSizeIterator<Item = f32>) -> Self {
        let heights: Vec<f32> = guesses.collect();
        let tops = vec![0.0; heights.len() + 1];
        Self { heights, tops, valid: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.heights.len()
    }

    pub(super) fn get(&self, place: usize) -> f32 {
        self.heights[place]
    }

    pub(super) fn set(&mut self, place: usize, height: f32) {
        if self.heights[place] != height {
            self.heights[place] = height;
            self.valid = self.valid.min(place);
        }
    }

    /// Distance from the start of the page to the block at `place`, which may be one past the last.
    pub(super) fn top(&mut self, place: usize) -> f64 {
        self.sum_up();
        self.tops[place]
    }

    /// Height of the page.
    pub(super) fn total(&mut self) -> f64 {
        self.top(self.heights.len())
    }

    /// The block at distance `y` from the start of the page, and how far into it that is; the last block for anything past
    /// the end.
    pub(super) fn at(&mut self, y: f64) -> (usize, f32) {
        self.sum_up();
        let place =
            self.tops.partition_point(|&top| top <= y).saturating_sub(1).min(self.heights.len().saturating_sub(1));
        (place, (y - self.tops[place]).max(0.0) as f32)
    }

    /// 0.1 ms for 100,000 blocks, and only after a height has changed.
    fn sum_up(&mut self) {
        for place in self.valid..self.heights.len() {
            self.tops[place + 1] = self.tops[place] + f64::from(self.heights[place]);
        }
        self.valid = self.heights.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_by_distance_also_after_a_change() {
        let mut heights = Heights::new([10.0, 20.0, 30.0].into_iter());
        assert_eq!(heights.total(), 60.0);
        assert_eq!(heights.at(10.0), (1, 0.0));
        assert_eq!(heights.at(59.0), (2, 29.0));
        assert_eq!(heights.at(999.0).0, 2);
        heights.set(1, 25.0);
        assert_eq!(heights.top(2), 35.0);
        assert_eq!(heights.at(34.0), (1, 24.0));
    }

    #[test]
    fn an_empty_page_has_no_height() {
        assert_eq!(Heights::new([].into_iter()).total(), 0.0);
    }
}
