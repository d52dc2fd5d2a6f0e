package reflect

import (
	"unicode"
	"unsafe"
)

func isUpper(r rune) bool { return unicode.IsUpper(r) }

// Of a type: a channel's direction, whether a func is variadic, the alignment,
// and whether an interface holds its values directly.
//
//minigo:leaf
func typeDir(t *rtype) int

//minigo:leaf
func typeVariadic(t *rtype) bool

//minigo:leaf
func typeAlign(t *rtype) int

//minigo:leaf
func typeDirect(t *rtype) bool

// Parameters and results of a func type.
//
//minigo:leaf
func numParam(t *rtype) int

//minigo:leaf
func param(t *rtype, i int) *rtype

//minigo:leaf
func numResult(t *rtype) int

//minigo:leaf
func result(t *rtype, i int) *rtype

// Of a struct's field.
//
//minigo:leaf
func fieldTag(t *rtype, i int) string

//minigo:leaf
func fieldPkgPath(t *rtype, i int) string

//minigo:leaf
func fieldOffset(t *rtype, i int) uintptr

// Methods, unexported ones among them, by place in the list sorted by name.
//
//minigo:leaf
func numMethodAll(t *rtype) int

//minigo:leaf
func methodName(t *rtype, i int) string

//minigo:leaf
func methodPkgPath(t *rtype, i int) string

//minigo:leaf
func methodType(t *rtype, i int) *rtype

// methodFunc is a func value that takes a receiver as interfaces hold it; nil if
// the program has no code for it.
//
//minigo:leaf
func methodFunc(t *rtype, i int) unsafe.Pointer

// typedmemmove copies a value, typedmemclr zeroes one, memmove copies bytes.
//
//minigo:leaf
func typedmemmove(t *rtype, to, from unsafe.Pointer)

//minigo:leaf
func typedmemclr(t *rtype, p unsafe.Pointer)

//minigo:leaf
func memmove(to, from unsafe.Pointer, bytes uintptr)

// unsafeNew is new(t); unsafeNewArray has n of them.
func unsafeNew(t *rtype) unsafe.Pointer

func unsafeNewArray(t *rtype, n int) unsafe.Pointer

// load is the value at p in an interface, copied; of an interface what it holds.
func load(t *rtype, p unsafe.Pointer) any

// storeInterface stores v to the variable of interface type t at `to`; false if
// v does not implement t.
func storeInterface(t *rtype, v any, to unsafe.Pointer) bool

// Maps; t is the map's type, key and elem addresses of such values. mapAccess
// gives the element's place, nil if there is none. mapEntries copies all entries
// into an array of keys and one of elements.
func makeMap(t *rtype, n int) unsafe.Pointer

func mapAccess(t *rtype, m, key unsafe.Pointer) unsafe.Pointer

func mapAssign(t *rtype, m, key, elem unsafe.Pointer)

func mapDelete(t *rtype, m, key unsafe.Pointer)

func mapClear(t *rtype, m unsafe.Pointer)

func mapEntries(t *rtype, m unsafe.Pointer) (keys, elems unsafe.Pointer, n int)

// Channels. Without block, sent and selected say whether it happened; ok says
// whether a value came, not the end.
func makeChan(t *rtype, n int) unsafe.Pointer

//minigo:park
func chanSend(c, elem unsafe.Pointer, block bool) (sent bool)

//minigo:park
func chanRecv(c, elem unsafe.Pointer, block bool) (selected, ok bool)

//minigo:park
func chanClose(c unsafe.Pointer)

// Type literals, the program's own where it has them.
func newPointer(t *rtype) *rtype

func newSlice(t *rtype) *rtype

func newArray(t *rtype, n int) *rtype

func newChan(t *rtype, dir int) *rtype

func newMap(key, elem *rtype) *rtype

func newFunc(params, results []*rtype, variadic bool) *rtype

func newStruct(types []*rtype, names, pkgPaths, tags []string, embedded []bool) *rtype
