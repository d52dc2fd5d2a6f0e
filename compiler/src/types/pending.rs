//! Parts of the checker that are on their way.
#![allow(missing_docs, dead_code, unused_variables)]
use super::check::*;
use super::object::*;
use super::typ::*;
use minigo_syntax::{FileId, Span};

impl Checker {
    pub(super) fn collect_objects(&mut self, pkg: PkgId, files: &[FileId]) {}
    pub(super) fn direct_cycles(&mut self, pkg: PkgId) {}
    pub(super) fn package_objects(&mut self, pkg: PkgId) {}
    pub(super) fn report_init_cycles(&mut self, pkg: PkgId) {}
    pub(super) fn unused_imports(&mut self, files: &[FileId]) {}
    pub(super) fn record_untyped(&mut self) {}
    pub(super) fn valid_type(&mut self, t: TypeId) {}
    pub(super) fn check_map_key(&mut self, t: TypeId, pos: Span) {}
    pub(super) fn check_embedded_field(&mut self, t: TypeId, w: TypeId, pos: Span) {}
    pub(super) fn check_field_uniqueness(&mut self, t: TypeId) {}
    pub(super) fn check_receiver(&mut self, t: TypeId, pos: Span) {}
    pub(super) fn check_interface_elem(&mut self, t: TypeId, pos: Span) {}
    pub(super) fn check_var_type(&mut self, t: TypeId, pos: Span) {}
    pub(super) fn func_body(&mut self, job: BodyJob) {}
    pub(super) fn receiver_of(
        &mut self,
        fd: &'static minigo_syntax::nodes::FuncDecl,
        f: ObjId,
    ) -> Option<(&'static minigo_syntax::nodes::Params, TypeId)> {
        None
    }
    pub(super) fn import_lazily(&mut self, path: &str) -> PkgId {
        PkgId::UNSAFE
    }
    pub(super) fn ensure_loaded(&mut self, p: PkgId, at: Span) {}
    pub(super) fn obj_decl(&mut self, o: ObjId) {}
}
