package main

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"io"
	"strings"
)

func main() {
	hashes := []struct {
		name string
		new  func() hash.Hash
	}{
		{"md5", md5.New}, {"sha1", sha1.New}, {"sha256", sha256.New}, {"sha224", sha256.New224}, {"sha512", sha512.New},
		{"sha384", sha512.New384}, {"sha512_256", sha512.New512_256}, {"sha512_224", sha512.New512_224},
		{"crc32", func() hash.Hash { return crc32.NewIEEE() }}, {"castagnoli", func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) }},
		{"koopman", func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Koopman)) }},
		{"crc64", func() hash.Hash { return crc64.New(crc64.MakeTable(crc64.ECMA)) }}, {"iso", func() hash.Hash { return crc64.New(crc64.MakeTable(crc64.ISO)) }},
		{"adler32", func() hash.Hash { return adler32.New() }},
		{"fnv32", func() hash.Hash { return fnv.New32() }}, {"fnv32a", func() hash.Hash { return fnv.New32a() }}, {"fnv64", func() hash.Hash { return fnv.New64() }},
		{"fnv64a", func() hash.Hash { return fnv.New64a() }}, {"fnv128", func() hash.Hash { return fnv.New128() }}, {"fnv128a", func() hash.Hash { return fnv.New128a() }},
	}
	texts := []string{"", "a", "abc", "message digest", strings.Repeat("0123456789", 13)}
	for n := 50; n < 70; n++ {
		texts = append(texts, strings.Repeat("x", n))
	}
	for n := 108; n < 132; n += 2 {
		texts = append(texts, strings.Repeat("\xffy", n))
	}
	for _, h := range hashes {
		s := h.new()
		fmt.Println(h.name, s.Size(), s.BlockSize())
		for _, t := range texts {
			s.Reset()
			for i := 0; i < len(t); i += 17 {
				io.WriteString(s, t[i:min(i+17, len(t))])
			}
			sum := s.Sum([]byte{7})
			again := s.Sum([]byte{7})
			fmt.Printf("%x %v\n", sum, string(sum) == string(again))
		}
	}
	fmt.Printf("%x\n%x\n%x\n%x\n", md5.Sum([]byte("go")), sha1.Sum([]byte("go")), sha256.Sum256([]byte("go")), sha512.Sum384([]byte("go")))
	fmt.Println(crc32.ChecksumIEEE([]byte("go")), crc32.Update(5, crc32.IEEETable, []byte("go")), adler32.Checksum([]byte("go")), crc64.Checksum([]byte("go"), crc64.MakeTable(crc64.ISO)))
	h := fnv.New32a()
	h.Write([]byte("hello"))
	fmt.Println(h.Sum32())
}
