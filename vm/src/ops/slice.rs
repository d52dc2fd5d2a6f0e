//! Slicing, append, copy, clear.

use super::todo_op;
use crate::dispatch::helped;

helped!(SliceL, todo_op);
helped!(SliceS, todo_op);
helped!(SliceA, todo_op);
helped!(ToArr, todo_op);
helped!(Append1, todo_op);
helped!(Grow, todo_op);
helped!(AppendL, todo_op);
helped!(Copy, todo_op);
helped!(ClearL, todo_op);
