0 1_000 0x_FF 0b101 0o17 017 .5 1. 1e3 0x1p-2 3i 0x1.8p1i
'a' '\n' '\x41' '\u00e9' '世' '\''
"a\"b" "" `raw
string` "\U0001F600"
x_1 é λx break1
