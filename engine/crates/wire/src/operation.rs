//! Operations from the wire to the domain, name by name.

use ::plan::{
    AccountField, BinaryFunction, IndicatorFunction, InstrumentField, Operation, Series,
    UnaryFunction,
};
use protocol::Operation as Wire;

pub(crate) fn operation(wire: &Wire) -> Operation {
    match wire {
        Wire::Number { value } => Operation::Number(*value),
        Wire::Na {} => Operation::Na,
        Wire::Bool { value } => Operation::Bool(*value),
        Wire::Parameter { parameter } => Operation::Parameter(*parameter),
        Wire::Series { series: name } => Operation::Series(series(*name)),
        Wire::Instrument { field } => Operation::Instrument(instrument(*field)),
        Wire::Account { field } => Operation::Account(account(*field)),
        Wire::Unary { function, value } => Operation::Unary(unary(*function), *value),
        Wire::Binary {
            function,
            left,
            right,
        } => Operation::Binary(binary(*function), *left, *right),
        Wire::Select { test, yes, no } => Operation::Select {
            test: *test,
            yes: *yes,
            no: *no,
        },
        Wire::History { value, offset } => Operation::History {
            value: *value,
            offset: *offset,
        },
        Wire::Indicator {
            function,
            inputs,
            settings,
        } => Operation::Indicator {
            function: indicator(*function),
            inputs: inputs.clone(),
            settings: settings.clone(),
        },
        Wire::Cell { cell } => Operation::Cell(*cell),
        Wire::Confirmed { value } => Operation::Confirmed(*value),
    }
}

const fn series(wire: protocol::Series) -> Series {
    match wire {
        protocol::Series::Open => Series::Open,
        protocol::Series::High => Series::High,
        protocol::Series::Low => Series::Low,
        protocol::Series::Close => Series::Close,
        protocol::Series::Volume => Series::Volume,
        protocol::Series::Time => Series::Time,
        protocol::Series::TimeClose => Series::TimeClose,
        protocol::Series::BarIndex => Series::BarIndex,
        protocol::Series::Bid => Series::Bid,
        protocol::Series::Ask => Series::Ask,
        protocol::Series::BidSize => Series::BidSize,
        protocol::Series::AskSize => Series::AskSize,
    }
}

const fn instrument(wire: protocol::InstrumentField) -> InstrumentField {
    match wire {
        protocol::InstrumentField::TickSize => InstrumentField::TickSize,
        protocol::InstrumentField::PointValue => InstrumentField::PointValue,
    }
}

const fn account(wire: protocol::AccountField) -> AccountField {
    match wire {
        protocol::AccountField::InitialCapital => AccountField::InitialCapital,
        protocol::AccountField::Equity => AccountField::Equity,
        protocol::AccountField::NetProfit => AccountField::NetProfit,
        protocol::AccountField::OpenProfit => AccountField::OpenProfit,
        protocol::AccountField::GrossProfit => AccountField::GrossProfit,
        protocol::AccountField::GrossLoss => AccountField::GrossLoss,
        protocol::AccountField::PositionSize => AccountField::PositionSize,
        protocol::AccountField::PositionAveragePrice => AccountField::PositionAveragePrice,
        protocol::AccountField::OpenTrades => AccountField::OpenTrades,
        protocol::AccountField::ClosedTrades => AccountField::ClosedTrades,
        protocol::AccountField::WinTrades => AccountField::WinTrades,
        protocol::AccountField::LossTrades => AccountField::LossTrades,
        protocol::AccountField::EvenTrades => AccountField::EvenTrades,
    }
}

const fn unary(wire: protocol::UnaryFunction) -> UnaryFunction {
    match wire {
        protocol::UnaryFunction::Negate => UnaryFunction::Negate,
        protocol::UnaryFunction::Not => UnaryFunction::Not,
        protocol::UnaryFunction::IsNa => UnaryFunction::IsNa,
        protocol::UnaryFunction::Abs => UnaryFunction::Abs,
        protocol::UnaryFunction::Sign => UnaryFunction::Sign,
        protocol::UnaryFunction::Floor => UnaryFunction::Floor,
        protocol::UnaryFunction::Ceil => UnaryFunction::Ceil,
        protocol::UnaryFunction::Round => UnaryFunction::Round,
        protocol::UnaryFunction::Truncate => UnaryFunction::Truncate,
        protocol::UnaryFunction::Sqrt => UnaryFunction::Sqrt,
        protocol::UnaryFunction::Exp => UnaryFunction::Exp,
        protocol::UnaryFunction::Log => UnaryFunction::Log,
        protocol::UnaryFunction::Log10 => UnaryFunction::Log10,
    }
}

const fn binary(wire: protocol::BinaryFunction) -> BinaryFunction {
    match wire {
        protocol::BinaryFunction::Add => BinaryFunction::Add,
        protocol::BinaryFunction::Subtract => BinaryFunction::Subtract,
        protocol::BinaryFunction::Multiply => BinaryFunction::Multiply,
        protocol::BinaryFunction::Divide => BinaryFunction::Divide,
        protocol::BinaryFunction::Remainder => BinaryFunction::Remainder,
        protocol::BinaryFunction::Power => BinaryFunction::Power,
        protocol::BinaryFunction::Minimum => BinaryFunction::Minimum,
        protocol::BinaryFunction::Maximum => BinaryFunction::Maximum,
        protocol::BinaryFunction::Less => BinaryFunction::Less,
        protocol::BinaryFunction::LessOrEqual => BinaryFunction::LessOrEqual,
        protocol::BinaryFunction::Greater => BinaryFunction::Greater,
        protocol::BinaryFunction::GreaterOrEqual => BinaryFunction::GreaterOrEqual,
        protocol::BinaryFunction::Equal => BinaryFunction::Equal,
        protocol::BinaryFunction::NotEqual => BinaryFunction::NotEqual,
        protocol::BinaryFunction::And => BinaryFunction::And,
        protocol::BinaryFunction::Or => BinaryFunction::Or,
    }
}

const fn indicator(wire: protocol::IndicatorFunction) -> IndicatorFunction {
    match wire {
        protocol::IndicatorFunction::Sma => IndicatorFunction::Sma,
        protocol::IndicatorFunction::Ema => IndicatorFunction::Ema,
        protocol::IndicatorFunction::Rma => IndicatorFunction::Rma,
        protocol::IndicatorFunction::Wma => IndicatorFunction::Wma,
        protocol::IndicatorFunction::Stdev => IndicatorFunction::Stdev,
        protocol::IndicatorFunction::Rsi => IndicatorFunction::Rsi,
        protocol::IndicatorFunction::Highest => IndicatorFunction::Highest,
        protocol::IndicatorFunction::Lowest => IndicatorFunction::Lowest,
        protocol::IndicatorFunction::Cumulate => IndicatorFunction::Cumulate,
        protocol::IndicatorFunction::TrueRange => IndicatorFunction::TrueRange,
        protocol::IndicatorFunction::CrossOver => IndicatorFunction::CrossOver,
        protocol::IndicatorFunction::CrossUnder => IndicatorFunction::CrossUnder,
        protocol::IndicatorFunction::BarsSince => IndicatorFunction::BarsSince,
        protocol::IndicatorFunction::ValueWhen => IndicatorFunction::ValueWhen,
        protocol::IndicatorFunction::FixNa => IndicatorFunction::FixNa,
    }
}
