//! Every function without a body in `pkg/` has its native, of the kind that the directive above it says.

use minigo_vm::native::NativeKind;

/// The natives that a file declares: name without import path, and kind.
fn declared(text: &str) -> Vec<(String, NativeKind)> {
    let mut found = Vec::new();
    let mut kind = NativeKind::G0;
    for line in text.lines() {
        match line.trim_end() {
            "//minigo:leaf" => kind = NativeKind::Leaf,
            "//minigo:park" => kind = NativeKind::Park,
            "//minigo:syscall" => kind = NativeKind::Syscall,
            l if l.starts_with("func ") && !l.ends_with('{') && !l.ends_with('}') => {
                found.push((name(&l[5..]), kind));
                kind = NativeKind::G0;
            }
            l if l.starts_with("//") => {}
            _ => kind = NativeKind::G0,
        }
    }
    found
}

/// `f` of `f(…)`, `(*T).f` of `(x *T) f(…)`, `T.f` of `(x T) f(…)`.
fn name(decl: &str) -> String {
    if let Some(rest) = decl.strip_prefix('(') {
        let (receiver, rest) = rest
            .split_once(") ")
            .expect("a receiver ends in a parenthesis");
        let typ = receiver.rsplit(' ').next().unwrap_or(receiver);
        let method = rest.split('(').next().unwrap_or(rest);
        if typ.starts_with('*') {
            format!("({typ}).{method}")
        } else {
            format!("{typ}.{method}")
        }
    } else {
        decl.split('(').next().unwrap_or(decl).to_string()
    }
}

#[test]
fn every_declared_native_exists() {
    let mut registry = minigo_stdlib::registry();
    minigo_vm::live::register(&mut registry);
    let mut wrong = Vec::new();
    for path in minigo_library::import_paths() {
        for (file, text) in minigo_library::package(path).unwrap_or_default() {
            for (name, kind) in declared(text) {
                let name = format!("{path}.{name}");
                match registry.get(&name) {
                    None => wrong.push(format!("{file}: {name} ({kind:?}) is missing")),
                    Some(n) if n.kind != kind => wrong.push(format!(
                        "{file}: {name} is {kind:?} there and {:?} here",
                        n.kind
                    )),
                    Some(_) => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
