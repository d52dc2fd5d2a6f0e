//! The one door to atomics for code that the model checker runs, too: `tests/model.rs` compiles `note.rs`, `sync.rs` and
//! `protocol.rs` with modelled ones in this module's place.

pub(crate) use std::sync::atomic::*;
