//! After a syntax error: finds the statement or declaration around it and cuts out as little as lets the rest be
//! parsed, so that other mistakes are found and none is made up.
//!
//! In a block the cut goes from the statement's start to its end (the `;` outside of brackets opened in it, or the
//! `}` of the block). The header of an if, for or switch is replaced alone when its block can be seen, likewise a
//! function's header and a case's expressions. Outside of functions the next declaration is looked for at the
//! beginning of a line.

use crate::SyntaxError;
use crate::nodes::Symbol;
use crate::tokens::{Semi, Tok, Token};

/// An error: where it is and what was known there.
pub(crate) struct Found<'a> {
    pub(crate) text: &'a str,
    /// The first token of the declaration.
    pub(crate) from: usize,
    /// The token that does not fit.
    pub(crate) at: usize,
    /// What would have fitted.
    pub(crate) expected: &'a [String],
    /// Starts of the braces known to open blocks.
    pub(crate) open_blocks: &'a [u32],
    /// Whether the declaration before is a function without a body.
    pub(crate) bodiless: bool,
}

/// Where in the nesting a token stands.
pub(crate) struct Place {
    /// The `{` of the innermost block.
    pub(crate) block: Option<usize>,
    /// The brackets opened since and still open.
    pub(crate) brackets: Vec<usize>,
    /// The first token of the statement.
    pub(crate) stmt: usize,
    /// The last if, for or switch of the statement.
    pub(crate) keyword: Option<usize>,
    /// Whether that keyword's block has not been opened yet.
    pub(crate) in_header: bool,
}

impl Place {
    /// Whether the token at `at` is where a declaration should begin.
    pub(crate) fn outside(&self, at: usize) -> bool {
        self.block.is_none() && self.brackets.is_empty() && self.stmt == at
    }
}

impl Found<'_> {
    /// Whether the error comes of the braces not matching, after an error in the same function that is the likely
    /// reason.
    pub(crate) fn follows(&self, tokens: &[Token], errors: &[SyntaxError]) -> bool {
        let outside = self.place(tokens).outside(self.at);
        let lost = self.lost_function(tokens, self.at)
            || self.at > 0 && self.lost_function(tokens, self.at - 1);
        if !outside && !lost {
            return false;
        }
        let is_margin = |t: &&Token| t.tok == Tok::Func && self.at_margin(**t);
        let until = self.at - usize::from(lost);
        let start = tokens[..until].iter().rfind(is_margin).map_or(0, |t| t.lo);
        errors
            .iter()
            .any(|e| e.blocks_checking && e.span.lo >= start)
    }

    /// Whether the grammar could have gone on with the terminal.
    pub(crate) fn wants(&self, terminal: &str) -> bool {
        self.expected
            .iter()
            .any(|e| e.trim_matches('"') == terminal)
    }

    fn is_block(&self, tokens: &[Token], i: usize) -> bool {
        tokens[i].tok == Tok::LBrace
            && (self.open_blocks.binary_search(&tokens[i].lo).is_ok()
                || i + 1 == self.at && (self.wants("if") || self.wants("case")))
    }

    /// The place of the token at which the error is.
    pub(crate) fn place(&self, tokens: &[Token]) -> Place {
        let mut open: Vec<usize> = Vec::new();
        for (i, token) in tokens.iter().enumerate().take(self.at).skip(self.from) {
            match token.tok {
                Tok::LParen | Tok::LBrack | Tok::TypeParams | Tok::LBrace => open.push(i),
                Tok::RParen | Tok::RBrack | Tok::RBrace => {
                    open.pop();
                }
                _ => {}
            }
        }
        let depth = open.iter().rposition(|&i| self.is_block(tokens, i));
        let block = depth.map(|d| open[d]);
        let brackets = open.split_off(depth.map_or(0, |d| d + 1));
        let mut place = Place {
            block,
            brackets,
            stmt: block.map_or(self.from, |b| b + 1),
            keyword: None,
            in_header: false,
        };
        let mut depth = 0usize;
        for i in place.stmt..self.at {
            match tokens[i].tok {
                Tok::LBrace if depth == 0 && self.is_block(tokens, i) => {
                    place.in_header = false;
                    depth += 1;
                }
                Tok::LParen | Tok::LBrack | Tok::TypeParams | Tok::LBrace => depth += 1,
                Tok::RParen | Tok::RBrack | Tok::RBrace => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                Tok::If | Tok::For | Tok::Switch | Tok::Select => {
                    place.keyword = Some(i);
                    place.in_header = true;
                }
                Tok::Semi(_) if !place.in_header => {
                    place.stmt = i + 1;
                    place.keyword = None;
                }
                Tok::Colon if matches!(tokens[place.stmt].tok, Tok::Case | Tok::Default) => {
                    place.stmt = i + 1;
                    place.keyword = None;
                }
                _ => {}
            }
        }
        place
    }

    fn new_line_between(&self, a: Token, b: Token) -> bool {
        self.text
            .get(a.hi as usize..b.lo as usize)
            .is_some_and(|gap| gap.contains('\n'))
    }

    /// Whether a token is the first on its line, and the line not indented.
    pub(crate) fn at_margin(&self, t: Token) -> bool {
        t.lo == 0 || self.text.as_bytes().get(t.lo as usize - 1) == Some(&b'\n')
    }

    /// Whether the `{` at `i` ends its line (or is empty), as that of a block does.
    pub(crate) fn looks_like_block(&self, tokens: &[Token], i: usize) -> bool {
        tokens[i].tok == Tok::LBrace
            && !matches!(tokens[i - 1].tok, Tok::Struct | Tok::Interface)
            && match tokens[i + 1].tok {
                Tok::RBrace => matches!(tokens[i + 2].tok, Tok::Semi(_) | Tok::Else | Tok::Eof),
                _ => self.new_line_between(tokens[i], tokens[i + 1]),
            }
    }

    /// How far the line of a token is indented, in bytes.
    pub(crate) fn indent(&self, t: Token) -> usize {
        let before = &self.text[..t.lo as usize];
        let line = &self.text[before.rfind('\n').map_or(0, |n| n + 1)..];
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    /// Whether a function is declared at `i` where none can be: the braces before do not match.
    fn lost_function(&self, tokens: &[Token], i: usize) -> bool {
        tokens[i].tok == Tok::Func
            && i > self.from
            && self.at_margin(tokens[i])
            && tokens
                .get(i + 1)
                .is_some_and(|t| matches!(t.tok, Tok::Name(_) | Tok::LParen))
    }

    /// The first token from `i` on that begins a declaration outside of functions.
    fn next_decl(&self, tokens: &[Token], i: usize) -> usize {
        let is_decl = |t: Tok| {
            matches!(
                t,
                Tok::Func | Tok::Var | Tok::Const | Tok::Type | Tok::Import
            )
        };
        let at_margin = (i.max(self.from + 1)..tokens.len())
            .find(|&k| is_decl(tokens[k].tok) && self.at_margin(tokens[k]));
        if let Some(k) = at_margin {
            return k;
        }
        let mut depth = 0i32;
        for k in i..tokens.len() {
            match tokens[k].tok {
                Tok::LParen | Tok::LBrack | Tok::LBrace => depth += 1,
                Tok::RParen | Tok::RBrack | Tok::RBrace => depth -= 1,
                t if is_decl(t)
                    && depth <= 0
                    && k > self.from
                    && matches!(tokens[k - 1].tok, Tok::Semi(_)) =>
                {
                    return k;
                }
                _ => {}
            }
        }
        tokens.len() - 1
    }

    /// The end of the statement that starts at `stmt`: its `;`, or what closes the block.
    fn stmt_end(&self, tokens: &[Token], stmt: usize) -> usize {
        let mut open: Vec<Tok> = Vec::new();
        let mut i = stmt;
        loop {
            let tok = tokens[i].tok;
            let skipping = i >= self.at;
            if skipping && open.is_empty() {
                match tok {
                    Tok::Colon
                        if i == self.at || self.new_line_between(tokens[i], tokens[i + 1]) =>
                    {
                        return i + 1;
                    }
                    Tok::Case | Tok::Default if i > stmt => return i,
                    _ => {}
                }
            }
            match tok {
                Tok::Eof => return i,
                Tok::Func if skipping && self.lost_function(tokens, i) => return i,
                Tok::Semi(_) if skipping && !open.contains(&Tok::LBrace) => {
                    match closed_later(tokens, i) {
                        Some(close) if !open.is_empty() => {
                            open.pop();
                            i = close;
                        }
                        _ => return i,
                    }
                }
                Tok::LParen | Tok::LBrack | Tok::TypeParams | Tok::LBrace => open.push(tok),
                Tok::RBrace => {
                    if !open.contains(&Tok::LBrace) {
                        return i;
                    }
                    while open.pop() != Some(Tok::LBrace) {}
                }
                Tok::RParen if open.last() == Some(&Tok::LParen) => {
                    open.pop();
                }
                Tok::RBrack if matches!(open.last(), Some(Tok::LBrack | Tok::TypeParams)) => {
                    open.pop();
                }
                _ => {}
            }
            i += 1;
        }
    }
}

/// Where the parenthesis around a newline at `i` is closed, if nothing comes before that which looks like another
/// statement.
fn closed_later(tokens: &[Token], i: usize) -> Option<usize> {
    let mut depth = 1usize;
    for (k, t) in tokens.iter().enumerate().skip(i + 1) {
        match t.tok {
            Tok::LParen | Tok::LBrack => depth += 1,
            Tok::RParen | Tok::RBrack => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(k);
                }
            }
            Tok::Name(_)
            | Tok::Lit(_)
            | Tok::Str
            | Tok::Comma
            | Tok::Dot
            | Tok::Semi(Semi::Newline) => {}
            Tok::Plus | Tok::Minus | Tok::Star | Tok::And | Tok::Not | Tok::BinOp(_) => {}
            _ => return None,
        }
    }
    None
}

/// Where the list of a case ends that has an error at `at` within `depth` brackets: at its colon, or the line's end.
fn case_end(tokens: &[Token], at: usize, mut depth: usize) -> usize {
    let mut i = at;
    loop {
        match tokens[i].tok {
            Tok::Eof => return i,
            Tok::LParen | Tok::LBrack | Tok::LBrace => depth += 1,
            Tok::Colon | Tok::RBrace if depth == 0 => return i,
            Tok::RParen | Tok::RBrack | Tok::RBrace => depth = depth.saturating_sub(1),
            Tok::Semi(_) => match closed_later(tokens, i) {
                Some(close) if depth > 0 => i = close - 1,
                _ => return i,
            },
            _ => {}
        }
        i += 1;
    }
}

/// Replaces `tokens[lo..hi]`, keeping the place of what was there.
fn replace(tokens: &mut Vec<Token>, lo: usize, hi: usize, by: &[Tok]) {
    let start = tokens[lo].lo;
    let end = if hi > lo { tokens[hi - 1].hi } else { start };
    let whole = |tok| Token {
        tok,
        lo: start,
        hi: end,
    };
    tokens.splice(lo..hi, by.iter().map(|&t| whole(t)));
}

/// Closes at the end of the text what is open there in the declaration that begins at `from`. Whether anything was.
pub(crate) fn close(tokens: &mut Vec<Token>, from: usize) -> bool {
    let mut open = Vec::new();
    for token in &tokens[from..] {
        match token.tok {
            Tok::LParen => open.push(Tok::RParen),
            Tok::LBrack | Tok::TypeParams => open.push(Tok::RBrack),
            Tok::LBrace => open.push(Tok::RBrace),
            Tok::RParen | Tok::RBrack | Tok::RBrace => {
                open.pop();
            }
            _ => {}
        }
    }
    if open.is_empty() {
        return false;
    }
    let end = tokens.len() - 1;
    let at = tokens[end].lo;
    let here = |tok| Token {
        tok,
        lo: at,
        hi: at,
    };
    let closing = open.into_iter().rev().chain([Tok::Semi(Semi::Newline)]);
    tokens.splice(end..end, closing.map(here));
    true
}

/// Mends the tokens after an error. The index of the token to parse from next, or `None` at the end.
pub(crate) fn mend(tokens: &mut Vec<Token>, found: &Found<'_>) -> Option<usize> {
    let at = found.at;
    if tokens[at].tok == Tok::Eof {
        return None;
    }
    let place = found.place(tokens);
    if place.outside(at) {
        let next = found.next_decl(tokens, at);
        return (tokens[next].tok != Tok::Eof).then_some(next);
    }
    // A method's header reads as a call for a while.
    for i in [at, at.saturating_sub(1), place.stmt] {
        if found.lost_function(tokens, i) {
            return Some(i);
        }
    }
    if place.block.is_none() {
        return outside(tokens, found);
    }
    let from = Some(found.from);
    let blank = Tok::Name(Symbol::BLANK);
    if found.wants("case") && !found.wants("if") && !found.wants(";") {
        // Something before the first case: up to that.
        let mut depth = 0;
        let end = (at..tokens.len()).find(|&i| match tokens[i].tok {
            Tok::LParen | Tok::LBrack | Tok::LBrace => {
                depth += 1;
                false
            }
            Tok::RBrace if depth == 0 => true,
            Tok::RParen | Tok::RBrack | Tok::RBrace => {
                depth -= 1;
                false
            }
            Tok::Case | Tok::Default => depth == 0,
            tok => tok == Tok::Eof,
        })?;
        tokens.drain(at..end);
        return from;
    }
    if let Some(keyword) = place.keyword
        && (place.in_header || tokens[at].tok == Tok::LBrace)
    {
        let end = (at..tokens.len())
            .take_while(|&i| {
                i == at || !matches!(tokens[i].tok, Tok::Semi(Semi::Newline) | Tok::Eof)
            })
            .find(|&i| {
                found.looks_like_block(tokens, i) || i == at && tokens[i].tok == Tok::LBrace
            });
        let mut by: Vec<Tok> = match tokens[keyword].tok {
            Tok::For | Tok::Select => Vec::new(),
            _ => vec![blank],
        };
        if let Some(end) = end {
            replace(tokens, keyword + 1, end, &by);
            return from;
        }
        let line_end = (keyword + 1..tokens.len()).find(|&i| {
            matches!(
                tokens[i].tok,
                Tok::Eof | Tok::LBrace | Tok::Semi(Semi::Newline)
            ) || tokens[keyword].tok == Tok::Select
        })?;
        let (end, next) = match tokens[line_end].tok {
            Tok::Semi(_) => (line_end + 1, tokens[line_end + 1]),
            _ => (line_end, tokens[line_end]),
        };
        if next.tok == Tok::LBrace && end > line_end {
            // The brace stands on the next line.
            replace(tokens, keyword + 1, end, &by);
            return from;
        }
        let clauses = matches!(tokens[keyword].tok, Tok::Switch | Tok::Select)
            && matches!(next.tok, Tok::Case | Tok::Default);
        if clauses || end > line_end && found.indent(next) > found.indent(tokens[keyword]) {
            // The brace is missing.
            by.push(Tok::LBrace);
            replace(tokens, keyword + 1, end, &by);
            return from;
        }
    }
    if at == place.stmt && matches!(tokens[at].tok, Tok::Case | Tok::Default) {
        return close_before_case(tokens, found, &place);
    }
    if matches!(tokens[place.stmt].tok, Tok::Case | Tok::Default) {
        let end = case_end(tokens, at, place.brackets.len());
        let next = end + usize::from(matches!(tokens[end].tok, Tok::Colon | Tok::Semi(_)));
        replace(tokens, place.stmt, next, &[Tok::Case, blank, Tok::Colon]);
        return from;
    }
    let end = if tokens[at].tok == Tok::Else {
        at + 1
    } else {
        found.stmt_end(tokens, place.stmt)
    };
    if found.lost_function(tokens, end) {
        return Some(end);
    }
    let closed = matches!(tokens[end].tok, Tok::Semi(_) | Tok::RBrace);
    if closed {
        replace(tokens, place.stmt, end, &[Tok::Bad]);
    } else {
        replace(
            tokens,
            place.stmt,
            end,
            &[Tok::Bad, Tok::Semi(Semi::Written)],
        );
    }
    from
}

/// A case where none is expected: as with Go the block ends there. The function's own block ends the declaration;
/// another's goes on after the case's line, perhaps with the clauses of the switch that it stands in.
fn close_before_case(tokens: &mut Vec<Token>, found: &Found<'_>, place: &Place) -> Option<usize> {
    let at = found.at;
    let open = tokens[found.from..at]
        .iter()
        .fold(0usize, |n, t| match t.tok {
            Tok::LParen | Tok::LBrack | Tok::TypeParams | Tok::LBrace => n + 1,
            Tok::RParen | Tok::RBrack | Tok::RBrace => n.saturating_sub(1),
            _ => n,
        });
    if open <= 1 {
        let decl = |t: &Token| {
            matches!(
                t.tok,
                Tok::Import | Tok::Const | Tok::Type | Tok::Var | Tok::Func
            )
        };
        return (at + 1..tokens.len()).find(|&i| decl(&tokens[i]));
    }
    let ends = |t: &Token| {
        use Tok::*;
        matches!(
            t.tok,
            Semi(_)
                | RBrace
                | Eof
                | Break
                | Const
                | Continue
                | Defer
                | Fallthrough
                | For
                | Go
                | Goto
        ) || matches!(t.tok, If | Return | Select | Switch | Type | Var)
    };
    let end = (at + 1..tokens.len()).find(|&i| ends(&tokens[i]))?;
    let closed = matches!(tokens[end].tok, Tok::Semi(_) | Tok::RBrace);
    let by = [Tok::RBrace, Tok::Semi(Semi::Written)];
    replace(tokens, place.stmt, end, &by[..2 - usize::from(closed)]);
    Some(found.from)
}

/// An error outside of any block.
fn outside(tokens: &mut Vec<Token>, found: &Found<'_>) -> Option<usize> {
    if tokens[found.from].tok == Tok::Func && found.open_blocks.is_empty() {
        let body = (found.at..tokens.len())
            .take_while(|&i| i == found.at || !matches!(tokens[i].tok, Tok::Semi(_) | Tok::Eof))
            .find(|&i| found.looks_like_block(tokens, i) || tokens[i].tok == Tok::LazyBody);
        if let Some(body) = body {
            let header = [Tok::Name(Symbol::BLANK), Tok::LParen, Tok::RParen];
            replace(tokens, found.from + 1, body, &header);
            return Some(found.from);
        }
    }
    let next = found.next_decl(tokens, found.at);
    (tokens[next].tok != Tok::Eof).then_some(next)
}
