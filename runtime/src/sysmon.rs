//! sysmon, the thread without a P that watches the others.
