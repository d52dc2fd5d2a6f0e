package main

type list[T any] struct{ v T }

type alias[T any] = list[T]

type ints = list[int]

func (l list) a() {}

func (l *list[T, U]) b() {}

func (l list[int]) c() int { return 0 }

func (l alias[T]) d() {}

func (l ints) e() {}

func (T list[T]) f() {}

func (l list[T]) g[T any]() {}

type tree[K int | string] struct{ list[K]; left tree[float64] }

type embeds[T any] struct{ T }

func main() {
}
