//! What the chart's bar program reads besides its registers.

use crate::columns::Columns;
use crate::program::{Back, World};
use crate::task::millis;
use events::EventSink;
use plan::{AccountField, Series};
use sim::{Bar, Simulation};

/// One decision bar.
pub(crate) struct Decision<'a, S> {
    pub(crate) columns: &'a Columns,
    pub(crate) simulation: &'a Simulation<S>,
    pub(crate) bar: &'a Bar,
    /// Row of the bar in its block.
    pub(crate) index: usize,
}

impl<S: EventSink> World for Decision<'_, S> {
    fn series(&self, _: usize, series: Series) -> f64 {
        // Series are columns; the program reads them from there.
        match series {
            Series::Time => millis(self.bar.open_time),
            _ => f64::NAN,
        }
    }

    fn account(&self, field: AccountField) -> f64 {
        let account = self.simulation;
        match field {
            AccountField::InitialCapital => account.initial_capital(),
            AccountField::Equity => account.equity(),
            AccountField::NetProfit => account.net_profit(),
            AccountField::OpenProfit => account.open_profit(),
            AccountField::GrossProfit => account.gross_profit(),
            AccountField::GrossLoss => account.gross_loss(),
            AccountField::PositionSize => account.position_size(),
            AccountField::PositionAveragePrice => account.position_average_price(),
            AccountField::OpenTrades => account.open_trade_count(),
            AccountField::ClosedTrades => account.closed_trade_count(),
            AccountField::WinTrades => account.win_count(),
            AccountField::LossTrades => account.loss_count(),
            AccountField::EvenTrades => account.even_count(),
        }
    }

    fn is_due(&self, context: usize) -> bool {
        context == 0
    }

    fn bars(&self, _: usize) -> usize {
        // Confirmed values are columns.
        0
    }

    fn back(&self, _: usize, value: usize, offset: usize, _: f64) -> Back {
        Back::Value(self.columns.back(value as u32, self.index, offset))
    }
}
