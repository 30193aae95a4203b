//! The bars that a run on quotes needs, with the quotes that stood at their ends
//! (docs/semantics/ticks.md).

use crate::bar::CompletedBar;
use crate::bars::{BarColumns, Bars, Instrument};
use crate::chart::{Chart, PriceSide, Quotes};
use crate::quote_bars::{QuoteBars, quote_bars};
use crate::tick_prices::{TickPrices, mid};
use crate::ticks::TickBlock;
use crate::timeframe::Timeframe;
use base::Nanos;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// The quotes that stood when bars ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LastQuotes {
    /// Bids.
    pub bid: Vec<f64>,
    /// Asks.
    pub ask: Vec<f64>,
    /// Sizes at the bid.
    pub bid_size: Vec<f64>,
    /// Sizes at the ask.
    pub ask_size: Vec<f64>,
}

/// Bars of a context and the last quote of each.
#[derive(Clone, Debug, Default)]
pub struct ContextBars {
    bars: Bars,
    ends: Vec<usize>,
    last: LastQuotes,
}

/// Quotes and the bars of the chart and of other timeframes that are made of them, in one pass.
#[derive(Debug)]
pub struct TickChart<'a> {
    instrument: &'a Instrument,
    chart: Chart,
    side: PriceSide,
    data_hash: [u8; 32],
    quotes: Cow<'a, TickBlock>,
    /// Quotes that are in a bar of the chart.
    used: usize,
    /// `None` where each quote is a bar: its columns are those of the quotes.
    built: Option<Built>,
    others: Vec<(Timeframe, ContextBars)>,
    /// Bars of a chart where each quote is one, for whoever wants them all.
    singles: OnceLock<Bars>,
}

#[derive(Debug)]
struct Built {
    context: ContextBars,
    /// Lowest bid, highest bid, lowest ask, highest ask of each bar.
    ranges: OnceLock<[Vec<f64>; 4]>,
}

/// Columns that not every run reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// Volumes of bars.
    pub volume: bool,
    /// Sizes of last quotes.
    pub sizes: bool,
    /// Ranges of bids and asks.
    pub ranges: bool,
}

/// Memory for columns that are made block by block.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    time: Vec<Nanos>,
    price: Vec<f64>,
    volume: Vec<f64>,
    last: LastQuotes,
}

/// What is known of the quotes of some bars. Columns have the same length, or are empty where nobody
/// asks for them.
#[derive(Clone, Copy, Debug)]
pub struct QuoteColumns<'a> {
    /// All quotes.
    pub prices: TickPrices<'a>,
    rows: Rows<'a>,
    /// Bid of the last quote of each bar.
    pub bid: &'a [f64],
    /// Ask of the last quote.
    pub ask: &'a [f64],
    /// Size at the bid of the last quote.
    pub bid_size: &'a [f64],
    /// Size at the ask of the last quote.
    pub ask_size: &'a [f64],
    /// Lowest bid of all quotes of each bar.
    pub lowest_bid: &'a [f64],
    /// Highest bid.
    pub highest_bid: &'a [f64],
    /// Lowest ask.
    pub lowest_ask: &'a [f64],
    /// Highest ask.
    pub highest_ask: &'a [f64],
}

/// Which quotes are in which bar.
#[derive(Clone, Copy, Debug)]
enum Rows<'a> {
    /// One each, from a row on.
    Single(usize),
    /// From a row on, up to these.
    Ends(usize, &'a [usize]),
}

impl QuoteColumns<'_> {
    /// Rows of the quotes of the bar at `index`.
    #[must_use]
    pub fn rows(&self, index: usize) -> Range<usize> {
        match self.rows {
            Rows::Single(first) => first + index..first + index + 1,
            Rows::Ends(first, ends) => {
                let before = index.checked_sub(1).and_then(|before| ends.get(before));
                before.copied().unwrap_or(first)..ends[index]
            }
        }
    }
}

impl LastQuotes {
    fn of(prices: TickPrices<'_>, ends: &[usize]) -> Self {
        let last = |value: &dyn Fn(usize) -> f64| ends.iter().map(|end| value(end - 1)).collect();
        Self {
            bid: last(&|row| prices.bid(row)),
            ask: last(&|row| prices.ask(row)),
            bid_size: last(&|row| prices.bid_size(row)),
            ask_size: last(&|row| prices.ask_size(row)),
        }
    }
}

impl ContextBars {
    fn new(prices: TickPrices<'_>, QuoteBars { bars, ends }: QuoteBars) -> Self {
        Self {
            last: LastQuotes::of(prices, &ends),
            bars,
            ends,
        }
    }

    /// The bars.
    #[must_use]
    pub const fn bars(&self) -> &Bars {
        &self.bars
    }

    /// The quotes that stood at their ends.
    #[must_use]
    pub const fn last(&self) -> &LastQuotes {
        &self.last
    }

    /// The bar at `row` and its last quote: bid, ask, size at the bid, size at the ask.
    #[must_use]
    pub fn at(&self, row: usize) -> (CompletedBar, [f64; 4]) {
        let LastQuotes {
            bid,
            ask,
            bid_size,
            ask_size,
        } = &self.last;
        let quote = [bid[row], ask[row], bid_size[row], ask_size[row]];
        (self.bars.bar(row), quote)
    }
}

impl<'a> TickChart<'a> {
    /// Makes the bars of the chart and of `timeframes`.
    ///
    /// # Errors
    /// When the chart's count is out of its limits ([`Chart::check`]), and what the source says when
    /// quotes cannot be read.
    pub fn new(quotes: &Quotes<'a>, timeframes: &[Timeframe]) -> Result<Self, String> {
        quotes.chart.check().map_err(|error| error.to_string())?;
        let block = all_quotes(quotes)?;
        let prices = TickPrices::new(&block);
        let count = match quotes.chart {
            Chart::Ticks(count) => count as usize,
            Chart::Every(_) => 1,
        };
        let used = block.len() - block.len() % count;
        let is_single = quotes.chart == Chart::Ticks(1);
        let mut charts: Vec<Chart> = timeframes.iter().copied().map(Chart::Every).collect();
        charts.extend((!is_single).then_some(quotes.chart));
        let zone = &quotes.source.instrument().zone;
        let made = quote_bars(prices, used, quotes.side, &charts, zone);
        let mut made = made.into_iter().map(|bars| ContextBars::new(prices, bars));
        let others = timeframes.iter().copied().zip(&mut made).collect();
        let built = made.next().map(|context| Built {
            context,
            ranges: OnceLock::new(),
        });
        Ok(Self {
            instrument: quotes.source.instrument(),
            chart: quotes.chart,
            side: quotes.side,
            data_hash: quotes.data_hash(),
            used,
            built,
            others,
            singles: OnceLock::new(),
            quotes: block,
        })
    }

    /// Facts about what is quoted.
    #[must_use]
    pub const fn instrument(&self) -> &'a Instrument {
        self.instrument
    }

    /// What the bars of the chart are.
    #[must_use]
    pub const fn chart(&self) -> Chart {
        self.chart
    }

    /// Which prices make bars.
    #[must_use]
    pub const fn side(&self) -> PriceSide {
        self.side
    }

    /// The data's part of the run digest.
    #[must_use]
    pub const fn data_hash(&self) -> &[u8; 32] {
        &self.data_hash
    }

    /// Number of bars of the chart.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.built
            .as_ref()
            .map_or(self.used, |built| built.context.bars.len())
    }

    /// All quotes as numbers.
    #[must_use]
    pub fn prices(&self) -> TickPrices<'_> {
        TickPrices::new(&self.quotes)
    }

    /// Time at which a bar of the chart opens.
    #[must_use]
    pub fn open_time(&self, row: usize) -> Nanos {
        match &self.built {
            Some(built) => built.context.bars.open_time[row],
            None => self.prices().time(row),
        }
    }

    /// Bid and ask that stand when a bar of the chart ends.
    #[must_use]
    pub fn standing(&self, row: usize) -> (f64, f64) {
        let last = match &self.built {
            Some(built) => built.context.ends[row] - 1,
            None => row,
        };
        let prices = self.prices();
        (prices.bid(last), prices.ask(last))
    }

    /// The other timeframes and their bars.
    #[must_use]
    pub fn others(&self) -> &[(Timeframe, ContextBars)] {
        &self.others
    }

    /// All bars of the chart. Where each quote is a bar they are made at the first call.
    #[must_use]
    pub fn bars(&self) -> &Bars {
        match &self.built {
            Some(built) => &built.context.bars,
            None => self.singles.get_or_init(|| self.single_bars()),
        }
    }

    fn single_bars(&self) -> Bars {
        let (prices, rows) = (self.prices(), 0..self.used);
        let (mut time, mut price, mut volume) = (Vec::new(), Vec::new(), Vec::new());
        time.reserve_exact(self.used);
        prices.times_into(rows.clone(), &mut time);
        price.reserve_exact(self.used);
        prices.prices_into(self.side, rows.clone(), &mut price);
        volume.reserve_exact(self.used);
        prices.volumes_into(self.side, rows, &mut volume);
        // A volume is a sum from 0: that of one quote is never −0.
        Bars {
            open_time: time.clone(),
            close_time: time,
            open: price.clone(),
            high: price.clone(),
            low: price.clone(),
            close: price,
            volume,
        }
    }

    /// Some bars of the chart as columns.
    pub fn columns<'b>(
        &'b self,
        bars: Range<usize>,
        wants: Wants,
        scratch: &'b mut Scratch,
    ) -> (BarColumns<'b>, QuoteColumns<'b>) {
        match &self.built {
            Some(built) => built.columns(self.prices(), bars, wants),
            None => self.single_columns(bars, wants, scratch),
        }
    }

    fn single_columns<'b>(
        &'b self,
        bars: Range<usize>,
        wants: Wants,
        scratch: &'b mut Scratch,
    ) -> (BarColumns<'b>, QuoteColumns<'b>) {
        let first = bars.start;
        scratch.fill(self.prices(), self.side, bars, wants);
        let Scratch {
            time,
            price,
            volume,
            last,
        } = scratch;
        let price = match self.side {
            PriceSide::Bid => &last.bid,
            PriceSide::Ask => &last.ask,
            PriceSide::Mid => price,
        };
        let columns = BarColumns {
            open_time: time,
            close_time: time,
            open: price,
            high: price,
            low: price,
            close: price,
            volume,
        };
        let quotes = QuoteColumns {
            prices: self.prices(),
            rows: Rows::Single(first),
            bid: &last.bid,
            ask: &last.ask,
            bid_size: &last.bid_size,
            ask_size: &last.ask_size,
            lowest_bid: &last.bid,
            highest_bid: &last.bid,
            lowest_ask: &last.ask,
            highest_ask: &last.ask,
        };
        (columns, quotes)
    }
}

impl Built {
    fn columns<'b>(
        &'b self,
        prices: TickPrices<'b>,
        bars: Range<usize>,
        wants: Wants,
    ) -> (BarColumns<'b>, QuoteColumns<'b>) {
        let ContextBars {
            bars: all,
            ends,
            last,
        } = &self.context;
        let ranges: [&[f64]; 4] = if wants.ranges {
            let ranges = self.ranges.get_or_init(|| all_ranges(prices, ends));
            ranges.each_ref().map(|column| &column[bars.clone()])
        } else {
            [&[]; 4]
        };
        let first = bars.start.checked_sub(1).map_or(0, |before| ends[before]);
        let [lowest_bid, highest_bid, lowest_ask, highest_ask] = ranges;
        let quotes = QuoteColumns {
            prices,
            rows: Rows::Ends(first, &ends[bars.clone()]),
            bid: &last.bid[bars.clone()],
            ask: &last.ask[bars.clone()],
            bid_size: &last.bid_size[bars.clone()],
            ask_size: &last.ask_size[bars.clone()],
            lowest_bid,
            highest_bid,
            lowest_ask,
            highest_ask,
        };
        (all.columns(bars), quotes)
    }
}

impl Scratch {
    fn fill(&mut self, prices: TickPrices<'_>, side: PriceSide, rows: Range<usize>, wants: Wants) {
        let Self {
            time,
            price,
            volume,
            last,
        } = self;
        time.clear();
        prices.times_into(rows.clone(), time);
        let numbers = [
            &mut *price,
            volume,
            &mut last.bid,
            &mut last.ask,
            &mut last.bid_size,
            &mut last.ask_size,
        ];
        numbers.into_iter().for_each(Vec::clear);
        prices.bids_into(rows.clone(), &mut last.bid);
        prices.asks_into(rows.clone(), &mut last.ask);
        if side == PriceSide::Mid {
            let both = last.bid.iter().zip(&last.ask);
            price.extend(both.map(|(bid, ask)| mid(*bid, *ask)));
        }
        if wants.volume {
            prices.volumes_into(side, rows.clone(), volume);
        }
        if wants.sizes {
            prices.bid_sizes_into(rows.clone(), &mut last.bid_size);
            prices.ask_sizes_into(rows, &mut last.ask_size);
        }
    }
}

fn all_ranges(prices: TickPrices<'_>, ends: &[usize]) -> [Vec<f64>; 4] {
    let mut ranges: [Vec<f64>; 4] = std::array::from_fn(|_| Vec::with_capacity(ends.len()));
    let mut first = 0;
    for end in ends {
        let found = prices.ranges(first..*end);
        for (column, value) in ranges.iter_mut().zip(found) {
            column.push(value);
        }
        first = *end;
    }
    ranges
}

/// Borrows the quotes where they stand in memory, else reads them all.
fn all_quotes<'a>(quotes: &Quotes<'a>) -> Result<Cow<'a, TickBlock>, String> {
    let source = quotes.source;
    if let Some(block) = source.resident() {
        return Ok(Cow::Borrowed(block));
    }
    let rows = source.rows();
    let mut all = source.read(0, rows)?;
    while all.len() < rows {
        let more = source.read(all.len(), rows - all.len())?;
        if more.is_empty() {
            return Err(format!(
                "The data gave no quotes from row {} on.",
                all.len()
            ));
        }
        all.to_mut().extend_from(&more, 0..more.len());
    }
    Ok(all)
}
