//! The pass over the tokens before they are parsed: which `[` opens type parameters, and is anything nested too deep.

use crate::MAX_DEPTH;
use crate::tokens::{Tok, Token};

/// Marks the `[` of type parameters, and measures nesting: the offset of the first token that is nested too deep.
///
/// The measure bounds the tree's height: on each level of brackets it counts the tokens that can deepen the tree
/// since the last separator, and sums that up over the levels that are open.
pub(crate) fn prepare(tokens: &mut [Token]) -> Result<(), u32> {
    let mut open: Vec<(u32, Inside)> = Vec::new();
    let (mut here, mut below, mut inside) = (0u32, 0u32, Inside::Other);
    for i in 0..tokens.len() {
        match tokens[i].tok {
            Tok::Name(_) | Tok::Lit(_) | Tok::Str => {}
            Tok::Comma | Tok::Semi(_) | Tok::Case | Tok::Default => here = 0,
            Tok::LParen | Tok::LBrack | Tok::LBrace => {
                let tok = tokens[i].tok;
                if tok == Tok::LBrack && opens_type_params(tokens, i, inside) {
                    tokens[i].tok = Tok::TypeParams;
                }
                here += 1;
                open.push((here, inside));
                below += here;
                here = 0;
                inside = match (i.checked_sub(1).map(|k| tokens[k].tok), tok) {
                    (Some(Tok::Type), Tok::LParen) => Inside::TypeGroup,
                    (Some(Tok::Interface), Tok::LBrace) => Inside::Interface,
                    _ => Inside::Other,
                };
            }
            Tok::RParen | Tok::RBrack | Tok::RBrace => {
                if let Some((h, outer)) = open.pop() {
                    (here, inside) = (h, outer);
                    below -= h;
                }
            }
            _ => {
                here += 1;
            }
        }
        if below + here > MAX_DEPTH {
            return Err(tokens[i].lo);
        }
    }
    Ok(())
}

/// The brackets in which a `[` after a name may open type parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    TypeGroup,
    Interface,
    Other,
}

/// Whether the `[` at `i` opens type parameters: `type T [` with a parameter list, not an array's length, or (an
/// error to be reported as such) those of a method in an interface.
fn opens_type_params(tokens: &[Token], i: usize, inside: Inside) -> bool {
    let at = |k: usize| tokens.get(k).map_or(Tok::Eof, |t| t.tok);
    if inside == Inside::Interface && i > 1 && matches!(at(i - 2), Tok::LBrace | Tok::Semi(_)) {
        return matches!(at(i - 1), Tok::Name(_)) && at(after_brackets(tokens, i)) == Tok::LParen;
    }
    let type_group = inside == Inside::TypeGroup;
    if i < 2 || !matches!(at(i - 1), Tok::Name(_)) {
        return false;
    }
    let in_decl =
        at(i - 2) == Tok::Type || type_group && matches!(at(i - 2), Tok::LParen | Tok::Semi(_));
    if !in_decl || !matches!(at(i + 1), Tok::Name(_)) {
        return false;
    }
    match at(i + 2) {
        // `[P Constraint`, `[P, Q`, `[P []E`
        Tok::Name(_)
        | Tok::Comma
        | Tok::LBrack
        | Tok::Interface
        | Tok::Map
        | Tok::Chan
        | Tok::ChanSend => true,
        Tok::ChanRecv | Tok::Func | Tok::Struct | Tok::Tilde => true,
        // `[P *E` or `[N * m`, `[P (E)` or `[f(x)`: a comma, or what can only be a type, decides.
        Tok::Star | Tok::LParen => {
            let mut depth = 0;
            let mut k = i + 2;
            loop {
                match at(k) {
                    Tok::LParen | Tok::LBrack | Tok::LBrace => {
                        let operand = matches!(at(k - 1), Tok::Name(_) | Tok::RParen | Tok::RBrack);
                        if at(k) == Tok::LBrack && !operand {
                            return true;
                        }
                        depth += 1;
                    }
                    Tok::RParen | Tok::RBrack | Tok::RBrace => {
                        if depth == 0 {
                            return false;
                        }
                        depth -= 1;
                    }
                    Tok::Comma if depth == 0 => return true,
                    Tok::Tilde | Tok::Interface | Tok::Map | Tok::Chan | Tok::ChanSend => {
                        return true;
                    }
                    Tok::ChanRecv | Tok::Struct | Tok::Func => return true,
                    Tok::Semi(_) | Tok::Eof => return false,
                    _ => {}
                }
                k += 1;
            }
        }
        _ => false,
    }
}

/// The index after the bracket that closes the one at `i`; the end of the tokens if there is none.
fn after_brackets(tokens: &[Token], i: usize) -> usize {
    let mut depth = 0usize;
    for (k, t) in tokens.iter().enumerate().skip(i) {
        match t.tok {
            Tok::LParen | Tok::LBrack | Tok::LBrace => depth += 1,
            Tok::RParen | Tok::RBrack | Tok::RBrace => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return k + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}
