//! Tests the families of data sets: the properties of their points, and that equal seeds draw equal data.

use std::cell::RefCell;
use std::collections::HashSet;

use sgdscope::learning::data::{DataSettings, Dataset, Family, Noise, Samples};
use sgdscope::learning::numeric::checked::OutOfRange;
use sgdscope::learning::registry::Registered;

fn settings(family: &str, samples: u32, noise: &str, seed: u32) -> DataSettings {
    DataSettings {
        source: family.parse().unwrap(),
        samples: samples.to_string().parse().unwrap(),
        noise: noise.parse().unwrap(),
        seed,
        ..DataSettings::default()
    }
}

fn draw(family: &str, samples: u32, noise: &str, seed: u32) -> Dataset {
    settings(family, samples, noise, seed)
        .draw(None, &|_| ())
        .unwrap()
}

fn bits(dataset: &Dataset) -> Vec<[u64; 3]> {
    let samples = dataset.samples();
    samples
        .map(|(x1, x2, label)| [x1, x2, label].map(f64::to_bits))
        .collect()
}

fn names() -> Vec<&'static str> {
    Family::all().iter().map(|family| family.name).collect()
}

#[test]
fn each_family_says_what_it_is_and_what_noise_means_to_it() {
    let names = names();
    assert_eq!(names[0], "blobs", "the tutorial's comes first");
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    for family in Family::all() {
        let noise = &family.noise;
        for line in [family.help, noise.meaning] {
            assert!(line.len() > 10 && !line.contains('\n'), "{}", family.name);
        }
        let lower_case = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        assert!(family.name.chars().all(lower_case));
        assert!(["", "%"].contains(&noise.unit));
        assert!(noise.amounts.is_sorted() && noise.amounts[0] == 0.0);
        assert!(noise.amounts.contains(&noise.default), "{}", family.name);
        assert!(noise.amounts.iter().all(|step| *step <= noise.most));
    }
}

#[test]
fn the_same_seed_draws_the_same_bits_and_another_one_others() {
    for name in names() {
        for samples in [2, 3, 4, 5, 61, 400] {
            for noise in ["0", "auto", "1000000"] {
                let dataset = draw(name, samples, noise, 5);
                assert_eq!(dataset.len(), samples as usize, "{name}");
                assert_eq!((dataset.name(), dataset.seed()), (name, Some(5)));
                assert_eq!(bits(&dataset), bits(&draw(name, samples, noise, 5)));
                if samples > 50 {
                    assert_ne!(bits(&dataset), bits(&draw(name, samples, noise, 6)));
                }
                for (x1, x2, label) in dataset.samples() {
                    assert!(x1.is_finite() && x2.is_finite(), "{name}");
                    assert!(label == 0.0 || label == 1.0, "{name}");
                }
            }
        }
    }
}

/// An odd number of samples leaves one over: blobs give it to class 0, the other families to class 1.
#[test]
fn each_class_has_half_of_the_samples() {
    for samples in [2, 3, 400, 401] {
        let half = samples as usize / 2;
        let rest = samples as usize - half;
        for (name, counts) in [
            ("blobs", [rest, half]),
            ("moons", [half, rest]),
            ("circles", [half, rest]),
            ("circle", [half, rest]),
            ("gauss", [half, rest]),
            ("spiral", [half, rest]),
            ("scales", [half, rest]),
        ] {
            let dataset = draw(name, samples, "0", 9);
            assert_eq!(dataset.training_class_counts(), counts, "{name}");
            assert_eq!(dataset.test_class_counts(), [0, 0]);
        }
    }
    let [zeros, ones] = draw("xor", 400, "0", 9).training_class_counts();
    assert!(zeros > 150 && ones > 150 && zeros + ones == 400);
}

#[test]
fn samples_come_in_a_random_order() {
    for name in names() {
        let dataset = draw(name, 4000, "0", 1);
        let labels = dataset.columns().labels;
        for part in labels.chunks(1000) {
            let ones: f64 = part.iter().sum();
            assert!((400.0..600.0).contains(&ones), "{name}: {ones} of 1000");
        }
        // The label of a sample says little about the label of the next sample.
        let changes = labels.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!((1800..2200).contains(&changes), "{name}: {changes}");
    }
}

#[test]
fn the_moons_are_half_circles() {
    for (x1, x2, label) in draw("moons", 301, "0", 2).samples() {
        let (radius, is_on_its_side) = if label == 1.0 {
            ((x1 - 1.0).hypot(x2 - 0.5), x2 <= 0.5)
        } else {
            (x1.hypot(x2), x2 >= 0.0)
        };
        assert!((radius - 1.0).abs() < 1e-12 && is_on_its_side);
    }
}

#[test]
fn the_circles_are_circles() {
    for (x1, x2, label) in draw("circles", 301, "0", 2).samples() {
        let radius = if label == 1.0 { 0.8 } else { 1.0 };
        assert!((x1.hypot(x2) - radius).abs() < 1e-12);
    }
}

#[test]
fn the_circle_is_a_disc_in_a_ring() {
    for (x1, x2, label) in draw("circle", 4001, "0", 3).samples() {
        let radius = x1.hypot(x2);
        let bounds = if label == 1.0 { 0.0..2.5 } else { 3.5..5.0 };
        assert!(radius < bounds.end + 1e-12 && radius > bounds.start - 1e-12);
    }
    // The radius of a point in the disc is uniform, so half of the points lie within half the disc's
    // radius.
    let dataset = draw("circle", 4000, "0", 3);
    let near = |&(x1, x2, _): &(f64, f64, f64)| x1.hypot(x2) < 1.25;
    let near = dataset.samples().filter(near).count();
    assert!((900..1100).contains(&near), "{near}");
}

#[test]
fn exclusive_or_leaves_a_gap_along_the_axes() {
    let dataset = draw("xor", 4000, "0", 3);
    for (x1, x2, label) in dataset.samples() {
        assert_eq!(label == 1.0, (x1 > 0.0) == (x2 > 0.0));
        for coordinate in [x1, x2] {
            assert!((0.3..=5.3).contains(&coordinate.abs()));
        }
    }
    let extent = dataset.extent();
    for [low, high] in [extent.x1, extent.x2] {
        assert!(low < -5.2 && high > 5.2);
    }
}

#[test]
fn noise_moves_only_labels_of_the_circle_and_of_exclusive_or() {
    for name in ["circle", "xor"] {
        let [calm, noisy] = ["0", "25"].map(|noise| draw(name, 2000, noise, 4));
        assert_eq!(calm.columns().x1, noisy.columns().x1);
        assert_eq!(calm.columns().x2, noisy.columns().x2);
        let pairs = calm.samples().zip(noisy.samples());
        let wrong: Vec<_> = pairs.filter(|(calm, noisy)| calm.2 != noisy.2).collect();
        assert!((100..700).contains(&wrong.len()), "{}", wrong.len());
        // Noise of 25% moves a point by at most a quarter of the radius, 5, along either axis.
        for ((x1, x2, _), _) in wrong {
            if name == "xor" {
                assert!(x1.abs().min(x2.abs()) <= 1.25);
            } else {
                assert!((x1.hypot(x2) - 2.5).abs() <= 1.25 * 2.0_f64.sqrt());
            }
        }
    }
}

#[test]
fn the_gaussian_blobs_stand_where_they_should_and_widen_with_noise() {
    for (noise, variance) in [("0", 0.5), ("20", 1.9), ("50", 4.0)] {
        let dataset = draw("gauss", 20_000, noise, 6);
        for (class, center) in [(0.0, -2.0), (1.0, 2.0)] {
            let samples = dataset.samples().filter(|sample| sample.2 == class);
            let of_class: Vec<(f64, f64, f64)> = samples.collect();
            let count = of_class.len() as f64;
            for feature in [
                |sample: &(f64, f64, f64)| sample.0,
                |sample: &(f64, f64, f64)| sample.1,
            ] {
                let mean = of_class.iter().map(feature).sum::<f64>() / count;
                let squares = of_class.iter().map(|s| (feature(s) - mean).powi(2));
                let spread = squares.sum::<f64>() / count;
                // The tolerance is five standard errors.
                assert!((mean - center).abs() < 5.0 * (variance / count).sqrt());
                assert!((spread / variance - 1.0).abs() < 5.0 * (2.0 / count).sqrt());
            }
        }
    }
}

/// Each point lies on the spiral of its arm, or no farther from it than the noise allows.
#[test]
fn the_spirals_arms_wind_outwards() {
    for (noise, off) in [("0", 1e-9), ("20", 0.2 * 2.0_f64.sqrt())] {
        for (x1, x2, label) in draw("spiral", 1001, noise, 8).samples() {
            let on_arm = |share: f64| {
                let turned = if label == 1.0 { 0.0 } else { 1.0 };
                let angle = std::f64::consts::PI * (3.5 * share + turned);
                [5.0 * share * angle.sin(), 5.0 * share * angle.cos()]
            };
            let arm_size = if label == 1.0 { 501 } else { 500 };
            let nearest = (0..arm_size)
                .map(|place| on_arm(f64::from(place) / f64::from(arm_size)))
                .map(|[arm1, arm2]| (x1 - arm1).hypot(x2 - arm2))
                .fold(f64::INFINITY, f64::min);
            assert!(nearest <= off, "{nearest} off its arm");
        }
    }
}

/// The numbers are recorded from this program. The random streams must not change with a version of `rand`
/// or `rand_distr`.
#[test]
fn the_playgrounds_families_keep_their_numbers() {
    let recorded = [
        (
            "circle",
            [
                (2.334_185_161_185_673, 3.334_196_517_426_166, 0.0),
                (1.983_195_364_965_620_7, -0.576_965_048_365_315_4, 1.0),
                (1.618_888_188_917_758_4, 0.005_874_323_830_317_237, 0.0),
            ],
        ),
        (
            "xor",
            [
                (-1.499_683_225_832_615_2, -4.327_920_120_083_799, 1.0),
                (3.561_672_976_008_005_7, -2.349_412_806_780_670_3, 0.0),
                (1.775_595_386_863_368_3, -2.805_775_096_624_94, 0.0),
            ],
        ),
        (
            "gauss",
            [
                (-0.198_527_504_443_073_2, -2.119_374_628_857_885_4, 0.0),
                (-1.713_955_222_655_058_3, -3.375_888_810_897_602, 0.0),
                (1.843_649_685_987_446, -3.888_328_047_846_000_5, 0.0),
            ],
        ),
        (
            "spiral",
            [
                (1.100_898_103_433_718, 1.428_650_567_156_098_5, 0.0),
                (0.088_535_723_211_802_11, -0.150_346_505_797_496_42, 0.0),
                (-2.691_050_967_387_645_7, -1.789_631_435_073_511_2, 0.0),
            ],
        ),
    ];
    for (name, golden) in recorded {
        let dataset = draw(name, 7, "30", 95);
        for ((x1, x2, label), golden) in dataset.samples().zip(golden) {
            // Sines and normal deviates may differ in the last bit between platforms.
            assert!((x1 - golden.0).abs() < 1e-12, "{name}: {x1}");
            assert!((x2 - golden.1).abs() < 1e-12, "{name}: {x2}");
            assert_eq!(label, golden.2);
        }
    }
}

#[test]
fn how_far_it_is_is_told_now_and_then() {
    for name in names() {
        let shares = RefCell::new(Vec::new());
        let show = |share| shares.borrow_mut().push(share);
        let _ = settings(name, 400_000, "auto", 1).draw(None, &show);
        let shares = shares.into_inner();
        assert!(shares.len() >= 6 && shares.is_sorted(), "{name} {shares:?}");
        assert_eq!(shares[0], 0.0);
        assert!(shares.iter().all(|share| *share < 1.0), "{name}");
    }
}

#[test]
fn automatic_noise_is_the_familys_and_none_has_more_than_its_most() {
    for family in Family::all() {
        assert_eq!(Noise::default().of(family), family.noise.default);
        let million: Noise = "1000000".parse().unwrap();
        assert_eq!(million.of(family), family.noise.most);
        let same = format!("{}", family.noise.default);
        let chosen = draw(family.name, 60, &same, 1);
        assert_eq!(bits(&chosen), bits(&draw(family.name, 60, "auto", 1)));
    }
}

#[test]
fn noise_is_read_as_it_is_shown() {
    for text in ["auto", "0", "2.5", "0.05", "1000000", "1e-7"] {
        let noise: Noise = text.parse().unwrap();
        assert_eq!(noise.to_string(), text);
    }
    assert_eq!("-0".parse::<Noise>().unwrap().to_string(), "0");
    for text in ["", "Auto", "-1", "1000001", "nan", "inf", "5%"] {
        assert_eq!(text.parse::<Noise>(), Err(OutOfRange), "{text}");
    }
}

#[test]
fn a_number_of_samples_is_from_two_to_a_hundred_million() {
    for text in ["1", "100000001", "2.5", ""] {
        assert!(text.parse::<Samples>().is_err(), "{text}");
    }
}
