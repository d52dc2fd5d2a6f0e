package reflect

import "internal/reflectlite"

func (t *rtype) NumField() int {
	if t.kind() != Struct {
		panic("reflect: NumField of non-struct type " + t.String())
	}
	return reflectlite.NumField(t.lite())
}

func (t *rtype) Field(i int) (f StructField) {
	if t.kind() != Struct {
		panic("reflect: Field of non-struct type " + t.String())
	}
	if i < 0 || i >= reflectlite.NumField(t.lite()) {
		panic("reflect: Field index out of bounds")
	}
	f.Name = reflectlite.FieldName(t.lite(), i)
	f.PkgPath = fieldPkgPath(t, i)
	f.Type = t.field(i)
	f.Tag = StructTag(fieldTag(t, i))
	f.Offset = fieldOffset(t, i)
	f.Index = []int{i}
	f.Anonymous = reflectlite.FieldEmbedded(t.lite(), i)
	return f
}

func (t *rtype) FieldByIndex(index []int) (f StructField) {
	var at Type = t
	for i, x := range index {
		if i > 0 {
			if at.Kind() == Pointer && at.Elem().Kind() == Struct {
				at = at.Elem()
			}
		}
		f = at.Field(x)
		at = f.Type
	}
	return f
}

func (t *rtype) FieldByName(name string) (StructField, bool) {
	if t.kind() != Struct {
		panic("reflect: FieldByName of non-struct type " + t.String())
	}
	return t.FieldByNameFunc(func(s string) bool { return s == name })
}

// found is a struct met on the way down, with the way to it.
type found struct {
	typ   *rtype
	index []int
	many  bool
}

// FieldByNameFunc goes down the embedded structs level by level. A match counts
// if it is the only one of its level; deeper levels are then out of reach.
func (t *rtype) FieldByNameFunc(match func(string) bool) (result StructField, ok bool) {
	if t.kind() != Struct {
		panic("reflect: FieldByNameFunc of non-struct type " + t.String())
	}
	level := []found{{typ: t}}
	seen := map[*rtype]bool{}
	for len(level) > 0 {
		var next []found
		place := map[*rtype]int{}
		for _, s := range level {
			if seen[s.typ] {
				continue
			}
			seen[s.typ] = true
			for i := 0; i < reflectlite.NumField(s.typ.lite()); i++ {
				if match(reflectlite.FieldName(s.typ.lite(), i)) {
					if ok || s.many {
						return StructField{}, false
					}
					result = s.typ.Field(i)
					result.Index = append(append([]int(nil), s.index...), i)
					ok = true
					continue
				}
				if ok || !reflectlite.FieldEmbedded(s.typ.lite(), i) {
					continue
				}
				ft := s.typ.field(i)
				if ft.kind() == Pointer {
					ft = ft.elem()
				}
				if ft.kind() != Struct {
					continue
				}
				if at, twice := place[ft]; twice {
					next[at].many = true
					continue
				}
				place[ft] = len(next)
				next = append(next, found{ft, append(append([]int(nil), s.index...), i), s.many})
			}
		}
		if ok {
			return result, true
		}
		level = next
	}
	return StructField{}, false
}

// VisibleFields lists all fields that t, a struct type, has by name, those of
// embedded structs after the embedded field.
func VisibleFields(t Type) []StructField {
	if t == nil {
		panic("reflect: VisibleFields(nil)")
	}
	if t.Kind() != Struct {
		panic("reflect.VisibleFields of non-struct type")
	}
	var all []StructField
	walkVisible(t, nil, nil, &all)
	var visible []StructField
	for _, f := range all {
		if g, ok := t.FieldByName(f.Name); ok && sameIndex(f.Index, g.Index) {
			visible = append(visible, f)
		}
	}
	return visible
}

func sameIndex(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func walkVisible(t Type, way []int, above []Type, all *[]StructField) {
	for _, u := range above {
		if u == t {
			return
		}
	}
	above = append(above, t)
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		f.Index = append(append([]int(nil), way...), i)
		*all = append(*all, f)
		if f.Anonymous {
			e := f.Type
			if e.Kind() == Pointer {
				e = e.Elem()
			}
			if e.Kind() == Struct {
				walkVisible(e, f.Index, above, all)
			}
		}
	}
}
