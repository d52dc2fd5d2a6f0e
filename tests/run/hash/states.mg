// The states of hashes as bytes: given, taken back, refused.
package main

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding"
	"fmt"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
)

func main() {
	iso, ecma := crc64.MakeTable(crc64.ISO), crc64.MakeTable(crc64.ECMA)
	for _, make := range []func() hash.Hash{
		md5.New, sha1.New, sha256.New, sha256.New224, sha512.New, sha512.New384, sha512.New512_224, sha512.New512_256,
		func() hash.Hash { return adler32.New() }, func() hash.Hash { return crc32.NewIEEE() },
		func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) },
		func() hash.Hash { return crc64.New(iso) }, func() hash.Hash { return crc64.New(ecma) },
		func() hash.Hash { return fnv.New32() }, func() hash.Hash { return fnv.New32a() },
		func() hash.Hash { return fnv.New64() }, func() hash.Hash { return fnv.New64a() },
		fnv.New128, fnv.New128a,
	} {
		h := make()
		for i := 0; i < 200; i++ {
			fmt.Fprint(h, i)
		}
		state, err := h.(encoding.BinaryMarshaler).MarshalBinary()
		fmt.Printf("%q %x %v\n", state[:4], state, err)
		more, _ := h.(encoding.BinaryAppender).AppendBinary([]byte("xy"))
		fmt.Println(string(more[2:]) == string(state))
		other := make()
		u := other.(encoding.BinaryUnmarshaler)
		fmt.Println(u.UnmarshalBinary(nil), "|", u.UnmarshalBinary(state[1:]), "|", u.UnmarshalBinary(state[:len(state)-1]))
		fmt.Println(u.UnmarshalBinary(state))
		clone, _ := other.(hash.Cloner).Clone()
		for _, w := range []hash.Hash{h, other, clone} {
			w.Write([]byte("end"))
		}
		fmt.Printf("%x %v %v\n", h.Sum(nil), string(h.Sum(nil)) == string(other.Sum(nil)), string(h.Sum(nil)) == string(clone.Sum(nil)))
	}
	state, _ := crc64.New(iso).(encoding.BinaryMarshaler).MarshalBinary()
	fmt.Println(crc64.New(ecma).(encoding.BinaryUnmarshaler).UnmarshalBinary(state))
}
