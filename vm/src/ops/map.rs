//! Maps.

use super::todo_op;
use crate::dispatch::helped;

helped!(MakeMap, todo_op);
helped!(MapGet, todo_op);
helped!(MapGet2, todo_op);
helped!(MapPut, todo_op);
helped!(MapDel, todo_op);
helped!(MapClear, todo_op);
helped!(MapLen, todo_op);
helped!(MapIter, todo_op);
helped!(MapNext, todo_op);
