//! Where the reader stands: a block and how far into it. Nothing above it can move it, whatever heights turn out to be.

/// The upper edge of the pane, as a place in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Anchor {
    /// The first visible block.
    pub place: usize,
    /// How far its upper edge is above that of the pane.
    pub offset: f32,
}

impl Anchor {
    /// Brings the anchor back to a visible block after it was moved by any distance, and keeps both ends of the text at
    /// the edges of a pane of height `pane`. A place past the last block means the end. `height` tells a block's exact height; only blocks that are passed are asked.
    pub(super) fn settle(&mut self, count: usize, pane: f32, mut height: impl FnMut(usize) -> f32) {
        if count == 0 {
            *self = Self::default();
            return;
        }
        if self.place >= count {
            *self = Self { place: count - 1, offset: height(count - 1) };
        }
        self.climb(&mut height);
        while self.place + 1 < count {
            let first = height(self.place);
            if self.offset < first {
                break;
            }
            self.offset -= first;
            self.place += 1;
        }
        let mut below = -self.offset;
        for place in self.place..count {
            below += height(place);
            if below >= pane {
                return;
            }
        }
        self.offset -= pane - below;
        self.climb(&mut height);
    }

    fn climb(&mut self, height: &mut impl FnMut(usize) -> f32) {
        while self.offset < 0.0 && self.place > 0 {
            self.place -= 1;
            self.offset += height(self.place);
        }
        self.offset = self.offset.max(0.0);
    }
}

/// The part of a scroll that is still to come: it slows down towards its end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Glide(f32);

impl Glide {
    pub(super) fn by(distance: f32) -> Self {
        Self(distance)
    }

    pub(super) fn stop(&mut self) {
        self.0 = 0.0;
    }

    pub(super) fn is_moving(self) -> bool {
        self.0 != 0.0
    }

    /// The distance for a frame of `seconds`.
    pub(super) fn step(&mut self, seconds: f32) -> f32 {
        let step = self.0 * (1.0 - (-18.0 * seconds.clamp(0.0, 0.3)).exp());
        // A rest below half a pixel would crawl on for many frames.
        let step = if (self.0 - step).abs() < 0.5 { self.0 } else { step };
        self.0 -= step;
        step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(place: usize, offset: f32) -> (usize, f32) {
        let heights = [100.0, 50.0, 200.0, 30.0, 120.0];
        let mut anchor = Anchor { place, offset };
        anchor.settle(heights.len(), 150.0, |place| heights[place]);
        (anchor.place, anchor.offset)
    }

    #[test]
    fn the_anchor_is_always_a_visible_block() {
        assert_eq!(settled(0, 160.0), (2, 10.0));
        assert_eq!(settled(2, -20.0), (1, 30.0));
        assert_eq!(settled(1, 20.0), (1, 20.0));
    }

    #[test]
    fn both_ends_stay_at_the_edges() {
        assert_eq!(settled(0, -80.0), (0, 0.0));
        assert_eq!(settled(4, 90.0), (3, 0.0));
        assert_eq!(settled(99, 0.0), (3, 0.0));
    }

    #[test]
    fn a_text_shorter_than_the_pane_does_not_move() {
        let mut anchor = Anchor { place: 0, offset: 40.0 };
        anchor.settle(1, 150.0, |_| 60.0);
        assert_eq!(anchor, Anchor::default());
    }

    #[test]
    fn a_glide_comes_to_its_end() {
        let mut glide = Glide::by(-300.0);
        let moved: f32 = (0..200).map(|_| glide.step(1.0 / 60.0)).sum();
        assert!((moved + 300.0).abs() < 0.01);
        assert!(!glide.is_moving());
    }
}
