//! The tree. Above each node stands its production in the language's grammar.
//!
//! Invariants:
//! - Every `NodeId` is used once among all files parsed with the same `NodeIds` counter, and they are dense from 0
//!   (an id may belong to a node that was dropped during error recovery). Expressions, identifiers that are no
//!   expressions, statements, clauses and function declarations carry one.
//! - Types are expressions: `a[b]`, `*x` and `(x)` cannot be told apart before names are known.
//! - A span covers the node's whole text. `Expr::pos` and `Stmt::pos` are the positions that Go's checker reports:
//!   the operator of a binary expression, the `.` of a selector, the `(` of a call, the `=` of an assignment.
//! - The tree's height is bounded (`MAX_DEPTH`), so that recursion over it, `Drop` included, is safe on a stack of
//!   a few megabytes.
//! - A tree that came with syntax errors may hold `ExprKind::Bad`; one without never does.

use std::cell::OnceCell;

use crate::source::{FileId, Pos, Span};
pub use crate::symbol::Symbol;

/// The keywords, sorted.
pub const KEYWORDS: &[&str] = &[
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

/// The number of a node in one program; dense, for side tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl std::fmt::Debug for NodeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// The counter that gives out node ids; one for all files of a program.
#[derive(Debug, Default)]
pub struct NodeIds {
    next: u32,
}

impl NodeIds {
    /// A counter that starts at 0.
    pub fn new() -> NodeIds {
        NodeIds::default()
    }

    /// The next id.
    pub fn fresh(&mut self) -> NodeId {
        let id = NodeId(self.next);
        self.next += 1;
        id
    }

    /// How many were given out: the length a side table needs.
    pub fn len(&self) -> usize {
        self.next as usize
    }

    /// Whether none was given out.
    pub fn is_empty(&self) -> bool {
        self.next == 0
    }
}

/// A name where it is declared or selected (a name used as an operand is `ExprKind::Name`).
#[derive(Clone, Copy, Debug)]
pub struct Ident {
    /// Its id; when the name came from an expression (`x :=`), that expression's id.
    pub id: NodeId,
    /// The name.
    pub name: Symbol,
    /// Where.
    pub span: Span,
}

// ---- Files and declarations ----

/// SourceFile = PackageClause ";" { ImportDecl ";" } { TopLevelDecl ";" } .
#[derive(Debug)]
pub struct File {
    /// The file's number.
    pub id: FileId,
    /// The whole text.
    pub span: Span,
    /// The package's name; `Symbol::EMPTY` if the clause is missing or wrong.
    pub package: Ident,
    /// The declarations in order.
    pub decls: Vec<Decl>,
}

/// A declaration, single or in parentheses.
#[derive(Debug)]
pub enum Decl {
    /// ImportDecl
    Import(Group<ImportSpec>),
    /// ConstDecl
    Const(Group<ConstSpec>),
    /// TypeDecl
    Type(Group<TypeSpec>),
    /// VarDecl
    Var(Group<VarSpec>),
    /// FunctionDecl, MethodDecl
    Func(Box<FuncDecl>),
}

/// keyword ( Spec | "(" { Spec ";" } ")" )
#[derive(Debug)]
pub struct Group<T> {
    /// From the keyword to the last token.
    pub span: Span,
    /// Whether it is written with parentheses.
    pub grouped: bool,
    /// The specs in order.
    pub specs: Vec<T>,
}

/// ImportSpec = [ "." | PackageName ] ImportPath .
#[derive(Debug)]
pub struct ImportSpec {
    /// Its id (for the object it declares).
    pub id: NodeId,
    /// Where.
    pub span: Span,
    /// The name given, `_` and `.` included.
    pub name: Option<Ident>,
    /// The decoded path; empty if it was malformed (which is reported).
    pub path: Box<str>,
    /// Where the path's literal stands.
    pub path_span: Span,
}

/// ConstSpec = IdentifierList [ [ Type ] "=" ExpressionList ] .   (iota is its index in the group)
#[derive(Debug)]
pub struct ConstSpec {
    /// Where.
    pub span: Span,
    /// The names.
    pub names: Vec<Ident>,
    /// The type.
    pub ty: Option<Expr>,
    /// The values; empty: those of the spec before.
    pub values: Vec<Expr>,
}

/// VarSpec = IdentifierList ( Type [ "=" ExpressionList ] | "=" ExpressionList ) .
#[derive(Debug)]
pub struct VarSpec {
    /// Where.
    pub span: Span,
    /// The names.
    pub names: Vec<Ident>,
    /// The type.
    pub ty: Option<Expr>,
    /// The values.
    pub values: Vec<Expr>,
}

/// TypeSpec = identifier [ TypeParameters ] [ "=" ] Type .
#[derive(Debug)]
pub struct TypeSpec {
    /// Where.
    pub span: Span,
    /// The name.
    pub name: Ident,
    /// The type parameters; empty: none.
    pub type_params: Vec<Field>,
    /// The `=` of an alias declaration.
    pub alias: Option<Pos>,
    /// The type.
    pub ty: Expr,
}

/// FunctionDecl = "func" identifier [ TypeParameters ] Signature [ Block ] .
/// MethodDecl = "func" Parameters identifier [ TypeParameters ] Signature [ Block ] .
#[derive(Debug)]
pub struct FuncDecl {
    /// Its id.
    pub id: NodeId,
    /// From `func` to the end.
    pub span: Span,
    /// What a comment directive right above says of a native function.
    pub directive: Option<Directive>,
    /// The receiver's parameter list: syntax allows any number, the checker just one.
    pub recv: Option<Params>,
    /// The name; `_` if missing.
    pub name: Ident,
    /// The type parameters; empty: none.
    pub type_params: Vec<Field>,
    /// Parameters and results.
    pub ty: FuncType,
    /// The body; absent for a native function.
    pub body: Option<FuncBody>,
}

/// `//minigo:leaf` and its kind: how a native function is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Directive {
    /// `//minigo:leaf`
    Leaf,
    /// `//minigo:park`
    Park,
    /// `//minigo:syscall`
    Syscall,
}

/// The body of a declared function, parsed at once or when first needed (`parse_body`).
#[derive(Debug)]
pub struct FuncBody {
    /// From `{` to `}`.
    pub span: Span,
    pub(crate) block: OnceCell<Block>,
}

impl FuncBody {
    /// A body that is already parsed.
    pub fn parsed(block: Block) -> FuncBody {
        FuncBody {
            span: block.span,
            block: OnceCell::from(block),
        }
    }

    /// A body to be parsed later.
    pub fn lazy(span: Span) -> FuncBody {
        FuncBody {
            span,
            block: OnceCell::new(),
        }
    }

    /// The statements; `None` until a lazy body has been parsed.
    pub fn block(&self) -> Option<&Block> {
        self.block.get()
    }

    /// The position of the closing brace (where `missing return` is reported).
    pub fn rbrace(&self) -> Pos {
        Pos(self.span.hi.saturating_sub(1))
    }
}

/// Parameters = "(" [ ParameterList [ "," ] ] ")" .
#[derive(Debug)]
pub struct Params {
    /// From `(` to `)`; of an unparenthesised result, the type.
    pub span: Span,
    /// The parameters; all have names, or none.
    pub list: Vec<Field>,
}

impl Params {
    /// Number of parameters (`a, b int` are two).
    pub fn count(&self) -> usize {
        self.list.iter().map(|f| f.names.len().max(1)).sum()
    }
}

/// ParameterDecl = [ IdentifierList ] [ "..." ] Type .   TypeParamDecl = IdentifierList TypeConstraint .
#[derive(Debug)]
pub struct Field {
    /// Where.
    pub span: Span,
    /// Its id; only for fields without names (they declare an unnamed variable).
    pub id: NodeId,
    /// The names; empty: one unnamed parameter.
    pub names: Vec<Ident>,
    /// The type (`ExprKind::Ellipsis` for a variadic one; anywhere, the checker wants it last) or constraint.
    pub ty: Expr,
}

/// Signature = Parameters [ Result ] .
#[derive(Debug)]
pub struct FuncType {
    /// From `func` (or, of a method in an interface, its `(`) to the end of the results.
    pub span: Span,
    /// The parameters.
    pub params: Params,
    /// The results; an empty list if there are none.
    pub results: Params,
}

// ---- Expressions and types ----

/// An expression or a type.
#[derive(Debug)]
pub struct Expr {
    /// Its id.
    pub id: NodeId,
    /// Its whole text.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// The kinds of expression.
#[derive(Debug)]
pub enum ExprKind {
    /// Something that did not parse; already reported.
    Bad,
    /// OperandName = identifier .
    Name(Symbol),
    /// BasicLit
    Lit(Lit),
    /// CompositeLit = LiteralType LiteralValue .   Also the inner `{…}` of one, without a type.
    Composite(Box<CompositeLit>),
    /// FunctionLit = "func" Signature Block .
    Func(Box<FuncLit>),
    /// "(" Expression ")"
    Paren(Box<Expr>),
    /// PrimaryExpr "." identifier, also QualifiedIdent
    Selector(Box<Selector>),
    /// PrimaryExpr "[" Expression { "," Expression } [ "," ] "]": an element or an instance
    Index(Box<Index>),
    /// PrimaryExpr "[" [ Expression ] ":" [ Expression ] [ ":" [ Expression ] ] "]"
    Slice(Box<SliceExpr>),
    /// PrimaryExpr "." "(" ( Type | "type" ) ")"
    Assert(Box<Assert>),
    /// PrimaryExpr Arguments
    Call(Box<Call>),
    /// "*" UnaryExpr: a pointer's target, or a pointer type
    Star(Box<Expr>),
    /// unary_op UnaryExpr
    Unary(UnaryOp, Box<Expr>),
    /// Expression binary_op Expression; in constraints `|`
    Binary(Box<Binary>),
    /// Key ":" Element, only in composite literals
    KeyValue(Box<KeyValue>),
    /// "[" ArrayLength "]" ElementType
    Array(Box<ArrayType>),
    /// "[" "]" ElementType
    SliceType(Box<Expr>),
    /// StructType
    Struct(Box<StructType>),
    /// FunctionType
    FuncType(Box<FuncType>),
    /// InterfaceType
    Interface(Box<InterfaceType>),
    /// MapType = "map" "[" KeyType "]" ElementType .
    Map(Box<MapType>),
    /// ChannelType = ( "chan" | "chan" "<-" | "<-" "chan" ) ElementType .
    Chan(ChanDir, Box<Expr>),
    /// "..." Type, only as the type of a parameter
    Ellipsis(Box<Expr>),
}

/// A literal's value.
#[derive(Clone, PartialEq, Debug)]
pub enum Lit {
    /// The text, underscores and prefix included; its form is valid.
    Int(Box<str>),
    /// The text; its form is valid.
    Float(Box<str>),
    /// The text with its `i`; its form is valid.
    Imag(Box<str>),
    /// The character's value.
    Rune(i32),
    /// The bytes, which need not be UTF-8.
    Str(Box<[u8]>),
}

/// LiteralValue = "{" [ ElementList [ "," ] ] "}" .
#[derive(Debug)]
pub struct CompositeLit {
    /// The type; absent in an inner literal whose type is implied.
    pub ty: Option<Expr>,
    /// The elements; those with keys are `ExprKind::KeyValue`.
    pub elems: Vec<Expr>,
    /// The opening brace.
    pub lbrace: Pos,
    /// The closing brace.
    pub rbrace: Pos,
}

/// FunctionLit = "func" Signature Block .
#[derive(Debug)]
pub struct FuncLit {
    /// The signature.
    pub ty: FuncType,
    /// The body.
    pub body: Block,
}

/// PrimaryExpr "." identifier
#[derive(Debug)]
pub struct Selector {
    /// What is selected from.
    pub x: Expr,
    /// The `.`.
    pub dot: Pos,
    /// The name.
    pub sel: Ident,
}

/// PrimaryExpr "[" Expression { "," Expression } [ "," ] "]"
#[derive(Debug)]
pub struct Index {
    /// What is indexed or instantiated.
    pub x: Expr,
    /// The `[`.
    pub lbrack: Pos,
    /// The indices or type arguments, at least one.
    pub args: Vec<Expr>,
}

/// PrimaryExpr "[" [ Expression ] ":" [ Expression ] [ ":" [ Expression ] ] "]"
#[derive(Debug)]
pub struct SliceExpr {
    /// What is sliced.
    pub x: Expr,
    /// The `[`.
    pub lbrack: Pos,
    /// Low, high, max.
    pub index: [Option<Expr>; 3],
    /// The second colon of a three-index slice; then high and max are wanted (the checker reports their lack).
    pub colon2: Option<Pos>,
    /// The `]`.
    pub rbrack: Pos,
}

/// PrimaryExpr "." "(" Type ")"
#[derive(Debug)]
pub struct Assert {
    /// The interface value.
    pub x: Expr,
    /// The `.`.
    pub dot: Pos,
    /// The type; absent in `x.(type)`.
    pub ty: Option<Expr>,
}

/// PrimaryExpr "(" [ ExpressionList [ "..." ] [ "," ] ] ")"
#[derive(Debug)]
pub struct Call {
    /// The function, or the type of a conversion.
    pub fun: Expr,
    /// The `(`.
    pub lparen: Pos,
    /// The arguments; a type may be among them (`make`, `new`).
    pub args: Vec<Expr>,
    /// The `...` after the last argument.
    pub dots: Option<Pos>,
    /// The `)` (where too few arguments are reported).
    pub rparen: Pos,
}

/// Expression binary_op Expression
#[derive(Debug)]
pub struct Binary {
    /// The operator.
    pub op: BinaryOp,
    /// Where it stands.
    pub op_pos: Pos,
    /// Left operand.
    pub x: Expr,
    /// Right operand.
    pub y: Expr,
}

/// Key ":" Element
#[derive(Debug)]
pub struct KeyValue {
    /// The key: a field's name, an index, a map's key or an inner literal.
    pub key: Expr,
    /// The `:`.
    pub colon: Pos,
    /// The element.
    pub value: Expr,
}

/// ArrayType = "[" ( ArrayLength | "..." ) "]" ElementType .
#[derive(Debug)]
pub struct ArrayType {
    /// The length; absent: `...`.
    pub len: Option<Expr>,
    /// The element type.
    pub elem: Expr,
}

/// MapType = "map" "[" KeyType "]" ElementType .
#[derive(Debug)]
pub struct MapType {
    /// The key type.
    pub key: Expr,
    /// The element type.
    pub value: Expr,
}

/// StructType = "struct" "{" { FieldDecl ";" } "}" .
#[derive(Debug)]
pub struct StructType {
    /// The fields in order.
    pub fields: Vec<FieldDecl>,
}

/// FieldDecl = ( IdentifierList Type | EmbeddedField ) [ Tag ] .
#[derive(Debug)]
pub struct FieldDecl {
    /// Where.
    pub span: Span,
    /// The names; empty: an embedded field.
    pub names: Vec<Ident>,
    /// The type; of an embedded field `T`, `p.T`, `T[A]` or a `*` before one of them.
    pub ty: Expr,
    /// The tag, decoded.
    pub tag: Option<Tag>,
}

/// A field's tag.
#[derive(Debug)]
pub struct Tag {
    /// Where.
    pub span: Span,
    /// The decoded bytes.
    pub value: Box<[u8]>,
}

/// InterfaceType = "interface" "{" { InterfaceElem ";" } "}" .
#[derive(Debug)]
pub struct InterfaceType {
    /// The elements in order.
    pub elems: Vec<InterfaceElem>,
}

/// InterfaceElem = MethodElem | TypeElem .
#[derive(Debug)]
pub enum InterfaceElem {
    /// MethodElem = MethodName Signature .
    Method(Ident, Box<FuncType>),
    /// TypeElem = TypeTerm { "|" TypeTerm } .   (`Binary` with `Or`, `Unary` with `Tilde`)
    Embed(Expr),
}

/// A channel type's direction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChanDir {
    /// `chan T`
    Both,
    /// `chan<- T`
    Send,
    /// `<-chan T`
    Recv,
}

/// unary_op (`*` is `ExprKind::Star`)
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UnaryOp {
    /// `+`
    Plus,
    /// `-`
    Neg,
    /// `!`
    Not,
    /// `^`
    Xor,
    /// `&`
    Addr,
    /// `<-`
    Recv,
    /// `~`, for type terms
    Tilde,
}

impl UnaryOp {
    /// The operator as written.
    pub fn as_str(self) -> &'static str {
        match self {
            UnaryOp::Plus => "+",
            UnaryOp::Neg => "-",
            UnaryOp::Not => "!",
            UnaryOp::Xor => "^",
            UnaryOp::Addr => "&",
            UnaryOp::Recv => "<-",
            UnaryOp::Tilde => "~",
        }
    }
}

/// binary_op
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BinaryOp {
    /// `||`
    LogOr,
    /// `&&`
    LogAnd,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Rem,
    /// `&`
    And,
    /// `&^`
    AndNot,
    /// `<<`
    Shl,
    /// `>>`
    Shr,
}

impl BinaryOp {
    /// The operator as written.
    pub fn as_str(self) -> &'static str {
        match self {
            BinaryOp::LogOr => "||",
            BinaryOp::LogAnd => "&&",
            BinaryOp::Eq => "==",
            BinaryOp::Ne => "!=",
            BinaryOp::Lt => "<",
            BinaryOp::Le => "<=",
            BinaryOp::Gt => ">",
            BinaryOp::Ge => ">=",
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Or => "|",
            BinaryOp::Xor => "^",
            BinaryOp::Mul => "*",
            BinaryOp::Div => "/",
            BinaryOp::Rem => "%",
            BinaryOp::And => "&",
            BinaryOp::AndNot => "&^",
            BinaryOp::Shl => "<<",
            BinaryOp::Shr => ">>",
        }
    }

    /// Binding strength, 1 (`||`) to 5 (`*`).
    pub fn precedence(self) -> u8 {
        match self {
            BinaryOp::LogOr => 1,
            BinaryOp::LogAnd => 2,
            BinaryOp::Eq
            | BinaryOp::Ne
            | BinaryOp::Lt
            | BinaryOp::Le
            | BinaryOp::Gt
            | BinaryOp::Ge => 3,
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Or | BinaryOp::Xor => 4,
            _ => 5,
        }
    }

    /// Whether it compares (`==` to `>=`).
    pub fn is_comparison(self) -> bool {
        self.precedence() == 3
    }

    /// Whether it shifts.
    pub fn is_shift(self) -> bool {
        matches!(self, BinaryOp::Shl | BinaryOp::Shr)
    }
}

impl Expr {
    /// The position that Go's checker gives the node (its start is `span.lo`).
    pub fn pos(&self) -> Pos {
        match &self.kind {
            ExprKind::Selector(x) => x.dot,
            ExprKind::Index(x) => x.lbrack,
            ExprKind::Slice(x) => x.lbrack,
            ExprKind::Assert(x) => x.dot,
            ExprKind::Call(x) => x.lparen,
            ExprKind::Binary(x) => x.op_pos,
            ExprKind::KeyValue(x) => x.colon,
            ExprKind::Composite(x) => x.lbrace,
            _ => self.span.pos(),
        }
    }

    /// Where errors about the expression are reported: it, but from the `[` on if it begins with a slice expression,
    /// and from the `(` on if it is a function type.
    pub fn start(&self) -> Span {
        let mut x = self;
        loop {
            x = match &x.kind {
                ExprKind::Selector(s) => &s.x,
                ExprKind::Index(i) => &i.x,
                ExprKind::Assert(a) => &a.x,
                ExprKind::Call(c) => &c.fun,
                ExprKind::Binary(b) => &b.x,
                ExprKind::Slice(s) => return self.span.from(s.lbrack),
                ExprKind::FuncType(f) => {
                    return self.span.from(f.params.span.pos());
                }
                _ => return self.span,
            };
        }
    }

    /// The expression inside any parentheses.
    pub fn unparen(&self) -> &Expr {
        let mut x = self;
        while let ExprKind::Paren(inner) = &x.kind {
            x = inner;
        }
        x
    }

    /// The name, if it is just a name.
    pub fn as_name(&self) -> Option<Symbol> {
        match self.kind {
            ExprKind::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The name with id and span, if it is just a name.
    pub fn as_ident(&self) -> Option<Ident> {
        self.as_name().map(|name| Ident {
            id: self.id,
            name,
            span: self.span,
        })
    }

    /// Whether it is just `_`.
    pub fn is_blank(&self) -> bool {
        self.as_name() == Some(Symbol::BLANK)
    }
}

// ---- Statements ----

/// Block = "{" StatementList "}" .
#[derive(Debug)]
pub struct Block {
    /// From `{` to `}`.
    pub span: Span,
    /// The statements.
    pub stmts: Vec<Stmt>,
}

impl Block {
    /// The position of the closing brace.
    pub fn rbrace(&self) -> Pos {
        Pos(self.span.hi.saturating_sub(1))
    }
}

/// A statement.
#[derive(Debug)]
pub struct Stmt {
    /// Its id.
    pub id: NodeId,
    /// Its whole text.
    pub span: Span,
    /// What it is.
    pub kind: StmtKind,
}

/// The kinds of statement.
#[derive(Debug)]
pub enum StmtKind {
    /// Something that did not parse; already reported.
    Bad,
    /// EmptyStmt
    Empty,
    /// Declaration in a function (const, type, var)
    Decl(Box<Decl>),
    /// LabeledStmt = Label ":" Statement .
    Labeled(Ident, Box<Stmt>),
    /// ExpressionStmt
    Expr(Box<Expr>),
    /// SendStmt = Channel "<-" Expression .
    Send(Box<Send>),
    /// IncDecStmt = Expression ( "++" | "--" ) .
    IncDec(Box<IncDec>),
    /// Assignment = ExpressionList assign_op ExpressionList .
    Assign(Box<Assign>),
    /// ShortVarDecl = IdentifierList ":=" ExpressionList .
    Define(Box<Define>),
    /// GoStmt = "go" Expression .
    Go(Box<Expr>),
    /// DeferStmt = "defer" Expression .
    Defer(Box<Expr>),
    /// ReturnStmt = "return" [ ExpressionList ] .
    Return(Vec<Expr>),
    /// BreakStmt = "break" [ Label ] .
    Break(Option<Ident>),
    /// ContinueStmt = "continue" [ Label ] .
    Continue(Option<Ident>),
    /// GotoStmt = "goto" Label .
    Goto(Ident),
    /// FallthroughStmt = "fallthrough" .
    Fallthrough,
    /// Block
    Block(Block),
    /// IfStmt
    If(Box<If>),
    /// ExprSwitchStmt
    Switch(Box<Switch>),
    /// TypeSwitchStmt
    TypeSwitch(Box<TypeSwitch>),
    /// SelectStmt
    Select(Box<Select>),
    /// ForStmt with a condition or a ForClause
    For(Box<For>),
    /// ForStmt with a RangeClause
    Range(Box<Range>),
}

/// SendStmt = Channel "<-" Expression .
#[derive(Debug)]
pub struct Send {
    /// The channel.
    pub chan: Expr,
    /// The `<-`.
    pub arrow: Pos,
    /// The value.
    pub value: Expr,
}

/// IncDecStmt = Expression ( "++" | "--" ) .
#[derive(Debug)]
pub struct IncDec {
    /// The operand.
    pub x: Expr,
    /// `++`, not `--`.
    pub inc: bool,
    /// Where the operator stands.
    pub op_pos: Pos,
}

/// Assignment = ExpressionList assign_op ExpressionList .
#[derive(Debug)]
pub struct Assign {
    /// Left side; one if there is an `op`.
    pub lhs: Vec<Expr>,
    /// The operator of `op=`.
    pub op: Option<BinaryOp>,
    /// Where the assignment operator stands.
    pub op_pos: Pos,
    /// Right side.
    pub rhs: Vec<Expr>,
}

/// ShortVarDecl = IdentifierList ":=" ExpressionList .
#[derive(Debug)]
pub struct Define {
    /// Left side: expressions, for the checker refuses what is no name.
    pub lhs: Vec<Expr>,
    /// The `:=`.
    pub op_pos: Pos,
    /// Right side.
    pub rhs: Vec<Expr>,
}

/// IfStmt = "if" [ SimpleStmt ";" ] Expression Block [ "else" ( IfStmt | Block ) ] .
#[derive(Debug)]
pub struct If {
    /// The statement before.
    pub init: Option<Stmt>,
    /// The condition.
    pub cond: Expr,
    /// The block.
    pub then: Block,
    /// A `StmtKind::If` or `StmtKind::Block`.
    pub els: Option<Stmt>,
}

/// ExprSwitchStmt = "switch" [ SimpleStmt ";" ] [ Expression ] "{" { CaseClause } "}" .
#[derive(Debug)]
pub struct Switch {
    /// The statement before.
    pub init: Option<Stmt>,
    /// The tag.
    pub tag: Option<Expr>,
    /// The clauses.
    pub clauses: Vec<CaseClause>,
    /// The opening brace.
    pub lbrace: Pos,
    /// The closing brace.
    pub rbrace: Pos,
}

/// TypeSwitchStmt = "switch" [ SimpleStmt ";" ] [ identifier ":=" ] PrimaryExpr "." "(" "type" ")" "{" … "}" .
#[derive(Debug)]
pub struct TypeSwitch {
    /// The statement before.
    pub init: Option<Stmt>,
    /// The name bound in each clause; the variable of a clause is known by the clause's id.
    pub bind: Option<Ident>,
    /// The interface value.
    pub x: Expr,
    /// The whole guard `x := y.(type)`.
    pub guard_span: Span,
    /// The clauses.
    pub clauses: Vec<CaseClause>,
    /// The opening brace.
    pub lbrace: Pos,
    /// The closing brace.
    pub rbrace: Pos,
}

/// CaseClause = ( "case" ExpressionList | "default" ) ":" StatementList .
#[derive(Debug)]
pub struct CaseClause {
    /// Its id.
    pub id: NodeId,
    /// The whole clause with its statements.
    pub span: Span,
    /// The expressions or types; `None`: default.
    pub exprs: Option<Vec<Expr>>,
    /// The colon.
    pub colon: Pos,
    /// The statements.
    pub body: Vec<Stmt>,
}

/// SelectStmt = "select" "{" { CommClause } "}" .
#[derive(Debug)]
pub struct Select {
    /// The clauses.
    pub clauses: Vec<CommClause>,
    /// The opening brace.
    pub lbrace: Pos,
    /// The closing brace.
    pub rbrace: Pos,
}

/// CommClause = ( "case" ( SendStmt | RecvStmt ) | "default" ) ":" StatementList .
#[derive(Debug)]
pub struct CommClause {
    /// Its id.
    pub id: NodeId,
    /// The whole clause with its statements.
    pub span: Span,
    /// Any simple statement (the checker wants a send or a receive); `None`: default.
    pub comm: Option<Stmt>,
    /// The colon.
    pub colon: Pos,
    /// The statements.
    pub body: Vec<Stmt>,
}

/// ForStmt = "for" [ Condition | [ Init ] ";" [ Condition ] ";" [ Post ] ] Block .
#[derive(Debug)]
pub struct For {
    /// The statement before.
    pub init: Option<Stmt>,
    /// The condition.
    pub cond: Option<Expr>,
    /// The statement after each round.
    pub post: Option<Stmt>,
    /// The body.
    pub body: Block,
}

/// RangeClause = [ ExpressionList "=" | IdentifierList ":=" ] "range" Expression .
#[derive(Debug)]
pub struct Range {
    /// Left side: none, key, key and value (the checker refuses more).
    pub lhs: Vec<Expr>,
    /// `:=`, not `=`.
    pub define: bool,
    /// Where the `=` or `:=` stands; the keyword `range` if there is none.
    pub op_pos: Pos,
    /// The keyword `range`.
    pub range_pos: Pos,
    /// What is ranged over.
    pub x: Expr,
    /// The body.
    pub body: Block,
}

impl Stmt {
    /// The position that Go's checker gives the node (its start is `span.lo`).
    pub fn pos(&self) -> Pos {
        match &self.kind {
            StmtKind::Send(s) => s.arrow,
            StmtKind::IncDec(s) => s.op_pos,
            StmtKind::Assign(s) => s.op_pos,
            StmtKind::Define(s) => s.op_pos,
            StmtKind::Expr(x) => x.pos(),
            _ => self.span.pos(),
        }
    }
}
