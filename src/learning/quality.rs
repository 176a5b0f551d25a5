//! How well a model tells two classes apart, beyond the accuracy: precision, recall, F1 and the area under
//! the ROC curve.

use crate::learning::train::trainer::Confusion;

/// Quality of the predictions for some samples; class 1 is the positive class. A value that is not defined is
/// `None`, never NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// Share of the samples predicted as class 1 that are of class 1; `None` if none is predicted so.
    pub precision: Option<f64>,
    /// Share of the samples of class 1 that are predicted as class 1; `None` if there is no such sample.
    pub recall: Option<f64>,
    /// Harmonic mean of precision and recall; 0 if samples of class 1 exist and none is found; `None` if no
    /// sample is of class 1 or predicted so.
    pub f1: Option<f64>,
    /// Area under the ROC curve: the probability that a random sample of class 1 has a higher score than a
    /// random sample of class 0, where equal scores count half. `None` if a class has no samples, or if it
    /// was not measured.
    pub auc: Option<f64>,
}

impl Quality {
    /// Returns the quality that the counts of the classes give, with an area under the ROC curve that was
    /// measured apart.
    #[must_use]
    pub fn new(confusion: &Confusion, auc: Option<f64>) -> Self {
        let Confusion { right, samples } = confusion;
        let found = right[1];
        let false_alarms = samples[0] - right[0];
        let share = |part: usize, of: usize| (of > 0).then(|| part as f64 / of as f64);
        Self {
            precision: share(found, found + false_alarms),
            recall: share(found, samples[1]),
            f1: share(2 * found, found + false_alarms + samples[1]),
            auc,
        }
    }
}

/// Returns the area under the ROC curve from the scores of the samples of class 0 and of class 1; `None` if
/// there are none of a class, or if a score is not a number. Sorts both lists.
///
/// The count of pairs is a whole number, so that only one division rounds.
#[must_use]
pub fn auc([zeros, ones]: [&mut [f64]; 2]) -> Option<f64> {
    if zeros.is_empty() || ones.is_empty() || zeros.iter().chain(&*ones).any(|it| it.is_nan()) {
        return None;
    }
    for scores in [&mut *zeros, &mut *ones] {
        scores.sort_unstable_by(f64::total_cmp);
    }
    // Twice the number of pairs in the right order; a pair of equal scores counts one.
    let (mut pairs, mut below, mut up_to) = (0_u64, 0, 0);
    for one in &*ones {
        while zeros.get(below).is_some_and(|zero| zero < one) {
            below += 1;
        }
        up_to = up_to.max(below);
        while zeros.get(up_to).is_some_and(|zero| zero <= one) {
            up_to += 1;
        }
        pairs += (below + up_to) as u64;
    }
    Some(pairs as f64 / (2.0 * zeros.len() as f64 * ones.len() as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quality(right: [usize; 2], samples: [usize; 2]) -> Quality {
        Quality::new(&Confusion { right, samples }, None)
    }

    #[test]
    fn what_is_not_defined_is_none_and_never_nan() {
        let none_predicted = quality([5, 0], [5, 3]);
        assert_eq!(none_predicted.precision, None);
        assert_eq!(none_predicted.recall, Some(0.0));
        assert_eq!(none_predicted.f1, Some(0.0));
        let only_zeros = quality([5, 0], [5, 0]);
        assert_eq!(only_zeros.precision, None);
        assert_eq!(only_zeros.recall, None);
        assert_eq!(only_zeros.f1, None);
        assert_eq!(auc([&mut [], &mut [1.0]]), None);
        assert_eq!(auc([&mut [1.0], &mut []]), None);
        assert_eq!(auc([&mut [1.0], &mut [f64::NAN]]), None);
    }

    #[test]
    fn equal_scores_count_half_and_zeros_of_both_signs_are_equal() {
        assert_eq!(auc([&mut [1.0, 2.0], &mut [2.0, 3.0]]), Some(3.5 / 4.0));
        assert_eq!(auc([&mut [0.0], &mut [-0.0]]), Some(0.5));
        assert_eq!(auc([&mut [-0.0], &mut [0.0]]), Some(0.5));
        assert_eq!(auc([&mut [3.0, 4.0], &mut [1.0]]), Some(0.0));
    }
}
