package main

type direct[T any] struct{ f direct[T] }

type growing[T any] struct{ f growing[*T] }

type argument[T any] struct{ f *T }

type fine struct{ f argument[fine] }

type wrapped[T any] struct{ f T }

type broken struct{ f wrapped[broken] }

type constraint[T constraint[T]] interface{ less(T) bool }

func main() {
}
