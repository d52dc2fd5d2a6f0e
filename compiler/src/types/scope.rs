//! Scopes: names to objects, linked to the enclosing scope.
//!
//! Small scopes are searched linearly, large ones (packages, the universe) through a map. A scope says whether it is
//! the scope of a function, so that lookups can tell when they leave one.

use minigo_syntax::Symbol;

use super::fx::FxHashMap;
use super::object::ObjId;

/// Index into `Scopes`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ScopeId(pub u32);

impl ScopeId {
    /// The universe.
    pub const UNIVERSE: ScopeId = ScopeId(0);
}

const LINEAR: usize = 8;

/// One scope.
#[derive(Default, Debug)]
pub struct Scope {
    pub(super) parent: Option<ScopeId>,
    elems: Vec<(Symbol, ObjId)>,
    map: Option<FxHashMap<Symbol, u32>>,
}

impl Scope {
    /// The object of that name in this very scope.
    pub fn lookup(&self, name: Symbol) -> Option<ObjId> {
        match &self.map {
            Some(m) => m.get(&name).map(|&i| self.elems[i as usize].1),
            None => self.elems.iter().find(|e| e.0 == name).map(|e| e.1),
        }
    }

    /// Names and objects in order of declaration.
    pub fn elems(&self) -> &[(Symbol, ObjId)] {
        &self.elems
    }

    /// Adds a name; returns the object that has it already, if any.
    pub(super) fn insert(&mut self, name: Symbol, obj: ObjId) -> Option<ObjId> {
        if let Some(old) = self.lookup(name) {
            return Some(old);
        }
        let i = self.elems.len() as u32;
        self.elems.push((name, obj));
        if let Some(m) = &mut self.map {
            m.insert(name, i);
        } else if self.elems.len() > LINEAR {
            self.map = Some(
                self.elems
                    .iter()
                    .enumerate()
                    .map(|(i, e)| (e.0, i as u32))
                    .collect(),
            );
        }
        None
    }
}

/// All scopes of a program.
#[derive(Default)]
pub struct Scopes {
    list: Vec<Scope>,
}

impl Scopes {
    /// Opens a scope inside `parent`.
    pub fn open(&mut self, parent: Option<ScopeId>) -> ScopeId {
        let id = ScopeId(self.list.len() as u32);
        self.list.push(Scope {
            parent,
            ..Scope::default()
        });
        id
    }

    /// The scope around this one.
    pub fn parent(&self, scope: ScopeId) -> Option<ScopeId> {
        self[scope].parent
    }

    /// Looks a name up from `scope` outwards.
    pub fn lookup(&self, scope: ScopeId, name: Symbol) -> Option<(ScopeId, ObjId)> {
        let mut s = Some(scope);
        while let Some(id) = s {
            let sc = &self[id];
            if let Some(o) = sc.lookup(name) {
                return Some((id, o));
            }
            s = sc.parent;
        }
        None
    }
}

impl std::ops::Index<ScopeId> for Scopes {
    type Output = Scope;
    fn index(&self, id: ScopeId) -> &Scope {
        &self.list[id.0 as usize]
    }
}

impl std::ops::IndexMut<ScopeId> for Scopes {
    fn index_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.list[id.0 as usize]
    }
}
