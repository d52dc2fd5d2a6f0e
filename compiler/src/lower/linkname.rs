//! Link names: a text for each type that the image and the program's own types are matched by.
//!
//! Two types with a link name are identical if and only if their link names are equal. So a name says what identity
//! looks at: full import paths, packages of unexported names, tags, embedding; and not what it does not (aliases, names
//! of parameters, the order of an interface's methods). A type that the image cannot have has none: one that mentions a
//! type of the program itself or of a function body.

use std::fmt::Write;

use minigo_syntax::Symbol;

use crate::types::Checker;
use crate::types::object::{ObjId, PkgId};
use crate::types::typ::{ChanDir, Signature, Type, TypeId};

/// Longer names are not made: structs of structs can have exponentially long ones.
const MAX_BYTES: usize = 4096;

/// The link name of a type, if it has one.
pub(crate) fn link_name(ck: &mut Checker, ty: TypeId) -> Option<String> {
    let mut out = String::new();
    write_type(ck, ty, &mut out)?;
    Some(out)
}

/// `path.Name` of a package-level object of the standard library.
pub(crate) fn object_name(ck: &Checker, o: ObjId) -> Option<String> {
    let obj = &ck.objs[o];
    if obj.pkg == PkgId::UNIVERSE {
        return Some(obj.name.to_string());
    }
    let pkg = &ck.pkgs[obj.pkg.0 as usize];
    let own = obj.parent == Some(pkg.scope) && (pkg.lazy || obj.pkg == PkgId::UNSAFE);
    own.then(|| format!("{}.{}", pkg.path, obj.name))
}

fn write_type(ck: &mut Checker, ty: TypeId, out: &mut String) -> Option<()> {
    if out.len() > MAX_BYTES {
        return None;
    }
    let ty = ck.types.canonical_basic(ck.types.unalias(ty));
    match ck.types.get(ty).clone() {
        Type::Basic(_) => out.push_str(TypeId::basic_name(ty)),
        Type::Named(n) => {
            out.push_str(&object_name(ck, n.obj)?);
            if !n.targs.is_empty() {
                write_list(ck, n.targs.iter().copied(), out)?;
            } else if !n.tparams.is_empty() {
                return None;
            }
        }
        Type::Pointer(e) => {
            out.push('*');
            write_type(ck, e, out)?;
        }
        Type::Slice(e) => {
            out.push_str("[]");
            write_type(ck, e, out)?;
        }
        Type::Array { elem, len } => {
            let _ = write!(out, "[{len}]");
            write_type(ck, elem, out)?;
        }
        Type::Map { key, elem } => {
            out.push_str("map[");
            write_type(ck, key, out)?;
            out.push(']');
            write_type(ck, elem, out)?;
        }
        Type::Chan { dir, elem } => {
            out.push_str(match dir {
                ChanDir::Both => "chan(",
                ChanDir::Send => "chan<-(",
                ChanDir::Recv => "<-chan(",
            });
            write_type(ck, elem, out)?;
            out.push(')');
        }
        Type::Struct(s) => {
            out.push_str("struct{");
            for f in &s.fields {
                write_name(ck, f.name, f.pkg, out);
                out.push(if f.embedded { '=' } else { ' ' });
                write_type(ck, f.ty, out)?;
                if let Some(tag) = f.tag.as_deref().filter(|t| !t.is_empty()) {
                    let _ = write!(out, " {tag:?}");
                }
                out.push(';');
            }
            out.push('}');
        }
        Type::Signature(s) => {
            out.push_str("func");
            write_signature(ck, &s, out)?;
        }
        Type::Interface(_) => {
            let set = ck.type_set(ty);
            if set.terms.is_some() || set.comparable {
                return None;
            }
            out.push_str("interface{");
            for m in &set.methods {
                write_name(ck, m.name, m.pkg, out);
                if let Some(s) = ck.types.as_signature(m.sig) {
                    write_signature(ck, &s, out)?;
                }
                out.push(';');
            }
            out.push('}');
        }
        Type::Alias(_) | Type::Tuple(_) | Type::TypeParam(_) | Type::Union(_) => return None,
    }
    Some(())
}

fn write_list(
    ck: &mut Checker,
    types: impl Iterator<Item = TypeId>,
    out: &mut String,
) -> Option<()> {
    out.push('(');
    for ty in types {
        write_type(ck, ty, out)?;
        out.push(',');
    }
    out.push(')');
    Some(())
}

fn write_signature(ck: &mut Checker, s: &Signature, out: &mut String) -> Option<()> {
    write_list(ck, s.params.iter().map(|p| p.ty), out)?;
    if s.variadic {
        out.push_str("...");
    }
    write_list(ck, s.results.iter().map(|p| p.ty), out)
}

/// The name of a field or method; an unexported one with its package.
fn write_name(ck: &Checker, name: Symbol, pkg: PkgId, out: &mut String) {
    if !name.is_exported() {
        let _ = write!(out, "{:?}.", ck.pkgs[pkg.0 as usize].path);
    }
    out.push_str(name.as_str());
}
