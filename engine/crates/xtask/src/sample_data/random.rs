//! SplitMix64, and a bell-shaped integer made from it.

/// Invariant: the state alone decides what follows.
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `limit` − 1. The bias of the remainder is below one in 2^32 for limits below 2^32.
    pub(crate) fn below(&mut self, limit: u64) -> i64 {
        signed(self.next() % limit)
    }

    /// The sum of four 16-bit numbers less its mean: −131,070 to 131,070, deviation about 37,837.
    pub(crate) fn bell(&mut self) -> i64 {
        let bits = self.next();
        let sum = [0, 16, 32, 48]
            .iter()
            .map(|shift| (bits >> shift) & 0xffff)
            .sum();
        signed(sum) - 2 * 65_535
    }
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seed_zero_gives_the_published_first_numbers() {
        let mut random = Random::new(0);
        assert_eq!(random.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(random.next(), 0x6e78_9e6a_a1b9_65f4);
        assert_eq!(random.next(), 0x06c4_5d18_8009_454f);
    }

    #[test]
    fn bells_stay_in_their_range_around_zero() {
        let mut random = Random::new(7);
        let drawn: Vec<i64> = (0..10_000).map(|_| random.bell()).collect();
        assert!(drawn.iter().all(|value| value.abs() <= 131_070));
        let mean = drawn.iter().sum::<i64>() / 10_000;
        assert!(mean.abs() < 1_500, "{mean}");
    }
}
