//! Failures of the domain as codes and sentences of the wire.

use crate::settings::SettingsError;
use ::plan::{PlanError, PlanPlace};
use events::{RunError, RunErrorKind};
use protocol::ErrorCode;

/// The body of an error reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// To branch on.
    pub code: ErrorCode,
    /// What happened, on what.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Index of the plan's statement.
    pub statement: Option<u32>,
    /// Index of the plan's node.
    pub node: Option<u32>,
    /// Causes, outermost first.
    pub causes: Vec<String>,
}

impl Failure {
    /// A failure without place and causes.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>, help: Option<String>) -> Self {
        let message = message.into();
        Self {
            code,
            message,
            help,
            statement: None,
            node: None,
            causes: Vec::new(),
        }
    }
}

/// A plan that breaks a rule of plans.
#[must_use]
pub fn plan_error(error: &PlanError) -> Failure {
    let index = |i: usize| u32::try_from(i).ok();
    let mut failure = Failure::new(
        ErrorCode::BadPlan,
        error.to_string(),
        Some("This is a fault of BackTestr, not of the strategy. Please report it.".into()),
    );
    match error.place {
        PlanPlace::Node(i) => failure.node = index(i),
        PlanPlace::Statement(i) => failure.statement = index(i),
        PlanPlace::Whole | PlanPlace::Context(_) | PlanPlace::Cell(_) => {}
    }
    failure
}

/// A run that did not finish.
#[must_use]
pub fn run_error(error: &RunError) -> Failure {
    let code = match error.kind {
        RunErrorKind::Cancelled => ErrorCode::Cancelled,
        RunErrorKind::Settings | RunErrorKind::History => ErrorCode::BadSettings,
        RunErrorKind::Data => ErrorCode::BadData,
        RunErrorKind::Causality => ErrorCode::Causality,
        RunErrorKind::Limit => ErrorCode::LimitExceeded,
    };
    Failure {
        statement: error.statement,
        node: error.node,
        ..Failure::new(code, error.message.clone(), error.help.clone())
    }
}

/// A setting that is missing or makes no sense.
#[must_use]
pub fn settings_error(error: &SettingsError) -> Failure {
    Failure::new(
        ErrorCode::BadSettings,
        error.message.clone(),
        Some(error.help.clone()),
    )
}
