//! Strings.

use super::todo_op;
use crate::dispatch::helped;

helped!(EqStr, todo_op);
helped!(LtStr, todo_op);
helped!(LeStr, todo_op);
helped!(Concat, todo_op);
helped!(ConcatN, todo_op);
helped!(StrBytes, todo_op);
helped!(BytesStr, todo_op);
helped!(StrRunes, todo_op);
helped!(RunesStr, todo_op);
helped!(RuneStr, todo_op);
helped!(StrNext, todo_op);
