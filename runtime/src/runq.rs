//! Run queues; the only file naming crossbeam-deque.
