// Package atomic has operations on memory that other goroutines see whole and in
// one order. func.mg holds the functions, all natives; type.mg the types.
package atomic

import "unsafe"

// LoadT reads *addr.
//
//minigo:leaf
func LoadInt32(addr *int32) (val int32)

//minigo:leaf
func LoadInt64(addr *int64) (val int64)

//minigo:leaf
func LoadUint32(addr *uint32) (val uint32)

//minigo:leaf
func LoadUint64(addr *uint64) (val uint64)

//minigo:leaf
func LoadUintptr(addr *uintptr) (val uintptr)

//minigo:leaf
func LoadPointer(addr *unsafe.Pointer) (val unsafe.Pointer)

// StoreT writes *addr.
//
//minigo:leaf
func StoreInt32(addr *int32, val int32)

//minigo:leaf
func StoreInt64(addr *int64, val int64)

//minigo:leaf
func StoreUint32(addr *uint32, val uint32)

//minigo:leaf
func StoreUint64(addr *uint64, val uint64)

//minigo:leaf
func StoreUintptr(addr *uintptr, val uintptr)

//minigo:leaf
func StorePointer(addr *unsafe.Pointer, val unsafe.Pointer)

// AddT adds and gives the sum.
//
//minigo:leaf
func AddInt32(addr *int32, delta int32) (new int32)

//minigo:leaf
func AddInt64(addr *int64, delta int64) (new int64)

//minigo:leaf
func AddUint32(addr *uint32, delta uint32) (new uint32)

//minigo:leaf
func AddUint64(addr *uint64, delta uint64) (new uint64)

//minigo:leaf
func AddUintptr(addr *uintptr, delta uintptr) (new uintptr)

// SwapT stores and gives what was there.
//
//minigo:leaf
func SwapInt32(addr *int32, new int32) (old int32)

//minigo:leaf
func SwapInt64(addr *int64, new int64) (old int64)

//minigo:leaf
func SwapUint32(addr *uint32, new uint32) (old uint32)

//minigo:leaf
func SwapUint64(addr *uint64, new uint64) (old uint64)

//minigo:leaf
func SwapUintptr(addr *uintptr, new uintptr) (old uintptr)

//minigo:leaf
func SwapPointer(addr *unsafe.Pointer, new unsafe.Pointer) (old unsafe.Pointer)

// CompareAndSwapT stores new if old is there.
//
//minigo:leaf
func CompareAndSwapInt32(addr *int32, old, new int32) (swapped bool)

//minigo:leaf
func CompareAndSwapInt64(addr *int64, old, new int64) (swapped bool)

//minigo:leaf
func CompareAndSwapUint32(addr *uint32, old, new uint32) (swapped bool)

//minigo:leaf
func CompareAndSwapUint64(addr *uint64, old, new uint64) (swapped bool)

//minigo:leaf
func CompareAndSwapUintptr(addr *uintptr, old, new uintptr) (swapped bool)

//minigo:leaf
func CompareAndSwapPointer(addr *unsafe.Pointer, old, new unsafe.Pointer) (swapped bool)

// AndT does *addr &= mask and gives what was there.
//
//minigo:leaf
func AndInt32(addr *int32, mask int32) (old int32)

//minigo:leaf
func AndInt64(addr *int64, mask int64) (old int64)

//minigo:leaf
func AndUint32(addr *uint32, mask uint32) (old uint32)

//minigo:leaf
func AndUint64(addr *uint64, mask uint64) (old uint64)

//minigo:leaf
func AndUintptr(addr *uintptr, mask uintptr) (old uintptr)

// OrT does *addr |= mask and gives what was there.
//
//minigo:leaf
func OrInt32(addr *int32, mask int32) (old int32)

//minigo:leaf
func OrInt64(addr *int64, mask int64) (old int64)

//minigo:leaf
func OrUint32(addr *uint32, mask uint32) (old uint32)

//minigo:leaf
func OrUint64(addr *uint64, mask uint64) (old uint64)

//minigo:leaf
func OrUintptr(addr *uintptr, mask uintptr) (old uintptr)
