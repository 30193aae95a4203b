//! Statements from the wire to the domain.

use ::plan::{Argument, ExitPrices, OrderCall, Reduction, Statement};
use base::Direction;
use protocol::Statement as Wire;

#[expect(
    clippy::too_many_lines,
    reason = "one arm a statement, each a list of its fields"
)]
pub(crate) fn statement(wire: &Wire) -> Statement {
    match wire {
        Wire::Entry {
            guard,
            id,
            direction: way,
            quantity,
            limit,
            stop,
            comment,
        } => {
            let call = order_call(*id, *way, [quantity, limit, stop], *comment);
            Statement::Entry {
                guard: *guard,
                call,
            }
        }
        Wire::Order {
            guard,
            id,
            direction: way,
            quantity,
            limit,
            stop,
            comment,
        } => {
            let call = order_call(*id, *way, [quantity, limit, stop], *comment);
            Statement::Order {
                guard: *guard,
                call,
            }
        }
        Wire::Exit {
            guard,
            id,
            from_entry,
            quantity,
            quantity_percent,
            limit,
            stop,
            target_distance,
            stop_distance,
            profit_ticks,
            loss_ticks,
            comment,
        } => Statement::Exit {
            guard: *guard,
            id: *id,
            from_entry: *from_entry,
            reduction: reduction(quantity, quantity_percent),
            prices: exit_prices(
                [limit, stop],
                [target_distance, stop_distance],
                [profit_ticks, loss_ticks],
            ),
            comment: *comment,
        },
        Wire::Close {
            guard,
            entry,
            quantity,
            quantity_percent,
            comment,
        } => Statement::Close {
            guard: *guard,
            entry: *entry,
            reduction: reduction(quantity, quantity_percent),
            comment: *comment,
        },
        Wire::CloseAll { guard, comment } => Statement::CloseAll {
            guard: *guard,
            comment: *comment,
        },
        Wire::Cancel { guard, id } => Statement::Cancel {
            guard: *guard,
            id: *id,
        },
        Wire::CancelAll { guard } => Statement::CancelAll { guard: *guard },
        Wire::Plot { value, title } => Statement::Plot {
            value: *value,
            title: *title,
        },
    }
}

fn order_call(
    id: u32,
    way: protocol::Direction,
    [quantity, limit, stop]: [Given; 3],
    comment: Option<u32>,
) -> OrderCall {
    OrderCall {
        id,
        direction: match way {
            protocol::Direction::Long => Direction::Long,
            protocol::Direction::Short => Direction::Short,
        },
        quantity: argument(quantity),
        limit: argument(limit),
        stop: argument(stop),
        comment,
    }
}

type Given<'a> = &'a Option<protocol::Argument>;

/// Each pair: target, stop.
fn exit_prices(prices: [Given; 2], distances: [Given; 2], ticks: [Given; 2]) -> ExitPrices {
    ExitPrices {
        limit: argument(prices[0]),
        stop: argument(prices[1]),
        target_distance: argument(distances[0]),
        stop_distance: argument(distances[1]),
        profit_ticks: argument(ticks[0]),
        loss_ticks: argument(ticks[1]),
    }
}

fn reduction(quantity: Given, percent: Given) -> Reduction {
    Reduction {
        quantity: argument(quantity),
        percent: argument(percent),
    }
}

fn argument(wire: Given) -> Option<Argument> {
    wire.as_ref().map(|argument| Argument {
        value: argument.value,
        given: argument.given,
    })
}
