//! The headers of Orange: three rows with names, types and roles, or names with their type and role before a `#`.

use crate::input::header::{Header, fields};
use crate::input::records::OwnedRecord;

const TYPES: [&str; 8] = [
    "continuous",
    "c",
    "discrete",
    "d",
    "string",
    "s",
    "time",
    "t",
];
const ROLES: [&str; 7] = ["class", "meta", "m", "ignore", "i", "weight", "basket"];

/// Role of a column.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Feature,
    Label,
    /// Neither a feature nor the label.
    Excluded,
}

/// Returns the header if the second row has a type for each column; the third row may have their roles.
pub fn header(sample: &[OwnedRecord]) -> Option<Header> {
    let [names, types, ..] = sample else {
        return None;
    };
    let types = fields(types);
    // A type can also be the list of the values of a column.
    let is_type = |field: &&[u8]| is_one_of(field, &TYPES) || field.contains(&b' ');
    let is_known = types.iter().any(|field| is_one_of(field, &TYPES));
    if !is_known || !types.iter().all(is_type) {
        return None;
    }
    let roles = sample.get(2).map(fields).unwrap_or_default();
    let is_role =
        |field: &&[u8]| field.is_empty() || is_one_of(field, &ROLES) || field.contains(&b'=');
    let has_roles = !roles.is_empty() && roles.iter().all(is_role);
    let names: Vec<Vec<u8>> = fields(names).into_iter().map(<[u8]>::to_vec).collect();
    let roles = roles.iter().filter(|_| has_roles).map(|field| {
        if field.is_empty() || field.contains(&b'=') {
            Role::Feature
        } else if field.eq_ignore_ascii_case(b"class") {
            Role::Label
        } else {
            Role::Excluded
        }
    });
    let roles: Vec<Role> = roles.collect();
    Some(with_roles(names, &roles, 2 + usize::from(has_roles)))
}

/// Returns the header of one row whose names have marks before a `#`: `c`, `m`, `i` and `w` for the class, meta,
/// ignored and weights, and `C`, `D`, `S` and `T` for the types.
///
/// # Errors
/// Returns the names if none has such a mark.
pub fn marked(names: Vec<Vec<u8>>) -> Result<Header, Vec<Vec<u8>>> {
    let mark = |name: &[u8]| {
        let end = name.iter().take(3).position(|byte| *byte == b'#')?;
        let is_mark = end > 0 && name[..end].iter().all(|byte| b"cmiwCDST".contains(byte));
        is_mark.then(|| name[..end].to_vec())
    };
    if names.iter().all(|name| mark(name).is_none()) {
        return Err(names);
    }
    let role = |name: &Vec<u8>| match mark(name).unwrap_or_default().first() {
        Some(b'c') => Role::Label,
        Some(b'm' | b'i' | b'w') => Role::Excluded,
        _ => Role::Feature,
    };
    let roles: Vec<Role> = names.iter().map(role).collect();
    let plain = |name: Vec<u8>| {
        let length = mark(&name).map_or(0, |mark| mark.len() + 1);
        name[length..].to_vec()
    };
    Ok(with_roles(
        names.into_iter().map(plain).collect(),
        &roles,
        1,
    ))
}

fn with_roles(names: Vec<Vec<u8>>, roles: &[Role], rows: usize) -> Header {
    let places = |role: Role| {
        let columns = roles.iter().enumerate();
        columns
            .filter(move |(_, own)| **own == role)
            .map(|(place, _)| place)
    };
    Header {
        rows,
        width: names.len(),
        label: places(Role::Label).next(),
        excluded: places(Role::Excluded).collect(),
        names: Some(names),
        ..Header::default()
    }
}

fn is_one_of(field: &[u8], words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| field.eq_ignore_ascii_case(word.as_bytes()))
}
