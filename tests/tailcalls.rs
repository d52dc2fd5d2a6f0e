//! A handler of the VM must leave by a jump. One that calls the next handler instead grows the native stack of a
//! goroutine with each instruction, which shows only as random damage later: so the machine code is looked at.

use std::process::Command;

/// How an instruction goes on through an entry of a table of functions.
#[derive(PartialEq)]
enum Dispatch {
    Jump,
    Call,
}

/// Reads a handler's instructions and remembers which registers hold entries of a table, as in
/// `mov (%rcx,%rax,8),%rax` before `jmp *%rax`.
#[derive(Default)]
struct Reader {
    entries: Vec<String>,
}

impl Reader {
    fn read(&mut self, line: &str) -> Option<Dispatch> {
        let code = line.split_once('\t').map_or("", |l| l.1);
        let (name, operands) = code.split_once(' ').unwrap_or((code, ""));
        let operands = operands.trim();
        let table = |s: &str| s.starts_with("(%") && s.ends_with(",8)");
        let kind = match name {
            "jmp" | "jmpq" => Dispatch::Jump,
            "call" | "callq" => Dispatch::Call,
            _ => {
                // The last operand is what the instruction writes.
                let written = operands.rsplit(',').next().unwrap_or_default();
                self.entries.retain(|r| r != written);
                if name == "mov"
                    && let Some((from, to)) = operands.rsplit_once(',')
                    && table(from)
                    && to.starts_with('%')
                {
                    self.entries.push(to.to_string());
                }
                return None;
            }
        };
        let target = operands.strip_prefix('*')?;
        (table(target) || self.entries.iter().any(|r| r == target)).then_some(kind)
    }
}

/// Whether a symbol is that of a handler: they are named as the instructions are, and the cold ends of some as them.
fn is_handler(symbol: &str) -> bool {
    let Some(path) = symbol.strip_prefix("minigo_vm::ops::") else {
        return false;
    };
    let name = path.split_once("::").map_or(path, |p| p.1);
    !name.contains("::")
        && (name.starts_with(char::is_uppercase)
            || name.ends_with("_slow")
            || name.ends_with("_cold"))
}

#[test]
fn handlers_end_in_jumps() {
    let out = Command::new("objdump")
        .args(["-d", "-C", "--no-show-raw-insn", "-j", ".text"])
        .arg(env!("CARGO_BIN_EXE_minigo"))
        .output();
    let Ok(out) = out else {
        eprintln!("skipped: no objdump");
        return;
    };
    let text = String::from_utf8_lossy(&out.stdout);
    let (mut handlers, mut jumps, mut bad) = (0, 0, Vec::new());
    let mut now: Option<(String, Reader, bool)> = None;
    for line in text.lines() {
        if let Some(symbol) = line.strip_suffix(">:") {
            let symbol = symbol.split_once('<').map_or("", |s| s.1);
            now = is_handler(symbol).then(|| (symbol.to_string(), Reader::default(), false));
            handlers += now.is_some() as usize;
        } else if let Some((name, reader, jumped)) = &mut now {
            match reader.read(line) {
                Some(Dispatch::Call) => bad.push(format!("{name}: {}", line.trim())),
                Some(Dispatch::Jump) if !*jumped => {
                    *jumped = true;
                    jumps += 1;
                }
                _ => {}
            }
        }
    }
    if handlers == 0 {
        eprintln!("skipped: the binary has no symbols that objdump can read");
        return;
    }
    // Else this test looks for the wrong thing.
    assert!(
        jumps > 200,
        "only {jumps} of {handlers} handlers dispatch by a jump"
    );
    assert!(
        bad.is_empty(),
        "handlers that call the next one:\n{}",
        bad.join("\n")
    );
}

#[test]
fn the_reader_tells_calls_from_jumps() {
    let read = |lines: &[&str]| {
        let mut r = Reader::default();
        lines.iter().fold(None, |found, l| r.read(l).or(found))
    };
    let jump = ["  1:\tmov    (%rcx,%rax,8),%rax", "  2:\tjmp    *%rax"];
    assert!(read(&jump) == Some(Dispatch::Jump));
    let call = [
        "  1:\tmov    (%r14,%rcx,8),%r8",
        "  2:\tmov    %r14,%rcx",
        "  3:\tcall   *%r8",
    ];
    assert!(read(&call) == Some(Dispatch::Call));
    assert!(read(&["  1:\tcall   *(%rcx,%rax,8)"]) == Some(Dispatch::Call));
    let other = [
        "  1:\tmov    (%rcx,%rax,8),%rax",
        "  2:\tmov    0x8(%rdi),%rax",
        "  3:\tcall   *%rax",
    ];
    assert!(read(&other).is_none());
}
