//! Natives of package unicode: classes and case mappings of runes, and the sets behind its range tables.

use minigo_vm::native::Registry;

use crate::unicode_tables::{CASE_ORBIT, CASE_RANGES, TABLES};

/// The tables behind the bits of `hasClass`, in the order of unicode.mg's constants.
const CLASSES: [&str; 11] = [
    "L",
    "Lu",
    "Ll",
    "Lt",
    "M",
    "Nd",
    "N",
    "P",
    "S",
    "White_Space",
    "Zs",
];

/// Where these are in `TABLES`.
const CLASS_TABLES: [usize; CLASSES.len()] = {
    let mut found = [0; CLASSES.len()];
    let mut i = 0;
    while i < CLASSES.len() {
        found[i] = position(CLASSES[i]);
        i += 1;
    }
    found
};

/// The index in `TABLES` of a name that is there.
const fn position(name: &str) -> usize {
    let mut i = 0;
    loop {
        let (a, b) = (TABLES[i].0.as_bytes(), name.as_bytes());
        let mut k = 0;
        while k < a.len() && k < b.len() && a[k] == b[k] {
            k += 1;
        }
        if k == a.len() && k == b.len() {
            return i;
        }
        i += 1;
    }
}

/// Upper, lower and title case, as unicode.mg numbers them.
const UPPER: usize = 0;
const LOWER: usize = 1;
const TITLE: usize = 2;

/// A difference above this says that upper and lower case alternate.
const MAX_RUNE: i32 = 0x10ffff;

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.leaf("unicode.hasClass", |c| {
        let rune = c.int(0);
        let classes = c.word(1);
        let found = u32::try_from(rune).is_ok_and(|rune| {
            (0..CLASSES.len())
                .any(|i| classes >> i & 1 != 0 && contains(TABLES[CLASS_TABLES[i]].1, rune))
        });
        c.set_bool(0, found);
    });
    r.leaf("unicode.toCase", |c| {
        let rune = to_case(c.int(0) as usize, c.int(1) as i32);
        c.set_int(0, i64::from(rune));
    });
    r.leaf("unicode.SimpleFold", |c| {
        let rune = simple_fold(c.int(0) as i32);
        c.set_int(0, i64::from(rune));
    });
    r.g0("unicode.ranges", |c| {
        let ranges = table(&c.str(0));
        let words: Vec<u32> = ranges.iter().flat_map(|&(a, b, n)| [a, b, n]).collect();
        let p = c.alloc_bytes(words.len() * 4);
        // SAFETY: the block has room for the words.
        unsafe { std::ptr::copy_nonoverlapping(words.as_ptr(), p.cast::<u32>(), words.len()) };
        c.set_ptr(0, p);
        c.set_int(1, words.len() as i64);
        c.set_int(2, words.len() as i64);
    });
}

/// The set of that name, empty if there is none.
fn table(name: &str) -> &'static [(u32, u32, u32)] {
    match TABLES.binary_search_by(|(n, _)| (*n).cmp(name)) {
        Ok(i) => TABLES[i].1,
        Err(_) => &[],
    }
}

/// Whether `rune` is in one of the sorted ranges.
fn contains(ranges: &[(u32, u32, u32)], rune: u32) -> bool {
    let i = ranges.partition_point(|&(_, last, _)| last < rune);
    ranges
        .get(i)
        .is_some_and(|&(first, _, step)| first <= rune && (rune - first).is_multiple_of(step))
}

/// `rune` in another case.
fn to_case(case: usize, rune: i32) -> i32 {
    let i = CASE_RANGES.partition_point(|&(_, last, _)| (last as i32) < rune);
    match CASE_RANGES.get(i) {
        Some(&(first, _, delta)) if first as i32 <= rune => {
            let first = first as i32;
            if delta[case] > MAX_RUNE {
                // Even distances are upper case, odd ones lower; title case is upper here.
                let odd = if case == LOWER { 1 } else { 0 };
                first + ((rune - first) & !1 | odd)
            } else {
                rune + delta[case]
            }
        }
        _ => rune,
    }
}

/// The next rune that differs from `rune` only in case.
fn simple_fold(rune: i32) -> i32 {
    if !(0..=MAX_RUNE).contains(&rune) {
        return rune;
    }
    if let Ok(i) = CASE_ORBIT.binary_search_by_key(&(rune as u32), |e| e.0) {
        return CASE_ORBIT[i].1 as i32;
    }
    let lower = to_case(LOWER, rune);
    if lower != rune {
        return lower;
    }
    to_case(UPPER, rune)
}

const _: () = assert!(UPPER == 0 && TITLE == 2);
