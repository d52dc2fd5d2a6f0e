//! Makes the parser from the grammar, and nothing else.

fn main() {
    lalrpop::Configuration::new()
        .emit_rerun_directives(true)
        .set_in_dir("src")
        .process()
        .expect("src/grammar.lalrpop has no conflicts");
}
