0x 0b12 08 1__0 1e 0xg 0x1.0
'' 'ab' '\z' '\400' "\ud800" "open
'a
“quoted” ? # $ é½
