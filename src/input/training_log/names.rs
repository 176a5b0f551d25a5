//! The names under which a log has its values.

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Number of updates.
    Update,
    /// Number of epochs.
    Epoch,
    /// Number of the mini-batch within its epoch.
    Batch,
    /// Loss.
    Loss,
    /// The weight at this index, the bias being 0.
    Weight(usize),
    /// The bias, beside a list of the other weights.
    Bias,
    /// All weights, or all but the bias.
    List,
}

/// Largest index of a weight.
const MOST_WEIGHTS: usize = 1000;

/// The names of a log that are known.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// Each field with the place of its value.
    known: Vec<(Field, usize)>,
}

impl Fields {
    /// Finds the known names.
    ///
    /// # Errors
    /// If two names mean one value.
    pub fn of(names: &[String]) -> Result<Self, String> {
        let mut known: Vec<(Field, usize)> = Vec::new();
        for (place, name) in names.iter().enumerate() {
            let Some(field) = field(name) else {
                continue;
            };
            if let Some((_, other)) = known.iter().find(|(other, _)| *other == field) {
                let other = &names[*other];
                return Err(format!(
                    "{other} and {name} are the same value; log one of them"
                ));
            }
            known.push((field, place));
        }
        let mut fields = Self { known };
        fields.place_bias();
        Ok(fields)
    }

    /// Returns the place of the value of a field.
    #[must_use]
    pub fn place(&self, field: Field) -> Option<usize> {
        let known = self.known.iter().find(|(known, _)| *known == field);
        known.map(|(_, place)| *place)
    }

    /// Returns the number of weights up to the last one that is named.
    #[must_use]
    pub fn weights(&self) -> usize {
        let count = |(field, _): &(Field, usize)| match field {
            Field::Weight(place) => place + 1,
            _ => 0,
        };
        self.known.iter().map(count).max().unwrap_or(0)
    }

    /// Returns whether there is a loss or a weight.
    #[must_use]
    pub fn has_any(&self) -> bool {
        let is_compared =
            |field: &Field| !matches!(field, Field::Update | Field::Epoch | Field::Batch);
        self.known.iter().any(|(field, _)| is_compared(field))
    }

    /// Makes a bias beside single weights the first weight. If they have a W0 of their own, it is that of x1.
    fn place_bias(&mut self) {
        let has = |field| self.known.iter().any(|(known, _)| *known == field);
        if !has(Field::Bias) || has(Field::List) {
            return;
        }
        let has_first = has(Field::Weight(0));
        for (field, _) in &mut self.known {
            *field = match *field {
                Field::Bias => Field::Weight(0),
                Field::Weight(place) if has_first => Field::Weight(place + 1),
                other => other,
            };
        }
    }
}

/// Returns what a name means; `None` if it is not known.
fn field(name: &str) -> Option<Field> {
    let name: String = name
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    let name = name.to_lowercase();
    match name.as_str() {
        "update" | "updates" | "step" | "steps" | "globalstep" | "iteration" | "iterations"
        | "iter" => Some(Field::Update),
        "epoch" | "epochs" => Some(Field::Epoch),
        "batch" | "minibatch" | "batchindex" | "batchidx" => Some(Field::Batch),
        "loss" | "losses" | "cost" | "trainloss" | "trainingloss" => Some(Field::Loss),
        "b" | "bias" | "intercept" => Some(Field::Bias),
        "w" | "weights" | "weight" | "theta" | "params" | "parameters" | "coef" => {
            Some(Field::List)
        }
        _ => {
            let mut words = ["weight", "theta", "w"].into_iter();
            let number = words.find_map(|word| name.strip_prefix(word))?;
            let place = number.parse().ok().filter(|place| *place < MOST_WEIGHTS)?;
            Some(Field::Weight(place))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(names: &str) -> Fields {
        let names: Vec<String> = names.split(' ').map(str::to_owned).collect();
        Fields::of(&names).unwrap()
    }

    #[test]
    fn names_are_known_in_their_usual_spellings() {
        for (name, expected) in [
            ("update", Some(Field::Update)),
            ("Global_Step", Some(Field::Update)),
            ("EPOCH", Some(Field::Epoch)),
            ("train loss", Some(Field::Loss)),
            ("W0", Some(Field::Weight(0))),
            ("w[2]", Some(Field::Weight(2))),
            ("theta_1", Some(Field::Weight(1))),
            ("W", Some(Field::List)),
            ("weights", Some(Field::List)),
            ("intercept", Some(Field::Bias)),
            ("test_loss", None),
            ("w99999999999999999999", None),
            ("accuracy", None),
            ("", None),
        ] {
            assert_eq!(field(name), expected, "{name}");
        }
    }

    #[test]
    fn a_bias_comes_before_single_weights() {
        let from_one = fields("b w1 w2");
        assert_eq!(from_one.place(Field::Weight(0)), Some(0));
        assert_eq!(from_one.place(Field::Weight(2)), Some(2));
        let from_zero = fields("bias w0 w1");
        assert_eq!(from_zero.place(Field::Weight(0)), Some(0));
        assert_eq!(
            (from_zero.place(Field::Weight(2)), from_zero.weights()),
            (Some(2), 3)
        );
    }

    #[test]
    fn two_names_of_one_value_are_refused() {
        let names = ["loss".to_owned(), "cost".to_owned()];
        let why = Fields::of(&names).unwrap_err();
        assert_eq!(why, "loss and cost are the same value; log one of them");
    }
}
