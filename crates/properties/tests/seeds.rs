//! The properties hold of the fuzzer's seeds, of what was found with them, and of a few mutations: so no target rots
//! between two runs of the fuzzer.

use std::fs;
use std::path::Path;

use passerelle_properties::ALL;
use proptest::prelude::*;
use proptest::sample::Index;

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target);
    let files = fs::read_dir(&folder).expect("every target has a folder of seeds");
    files.map(|file| fs::read(file.expect("a file").path()).expect("a file is read")).collect()
}

#[test]
fn they_hold_of_every_seed() {
    for (target, holds) in ALL {
        let seeds = seeds(target);
        assert!(seeds.len() >= 5, "{target} has {} seeds", seeds.len());
        for seed in &seeds {
            holds(seed);
        }
    }
}

proptest! {
    /// A byte is changed, and a piece of another seed takes the place of the rest.
    #[test]
    fn they_hold_of_seeds_that_were_changed(
        choices in any::<[Index; 4]>(), byte in any::<u8>(), is_joined in any::<bool>()
    ) {
        for (target, holds) in ALL {
            let seeds = seeds(target);
            let mut data = seeds[choices[0].index(seeds.len())].clone();
            if !data.is_empty() {
                let at = choices[1].index(data.len());
                data[at] = byte;
                if is_joined {
                    let other = &seeds[choices[2].index(seeds.len())];
                    data.truncate(at);
                    data.extend(&other[choices[3].index(other.len() + 1)..]);
                }
            }
            holds(&data);
        }
    }
}
