//! From the one colour that an application names to the colours of its pages, each of which reads on what it stands on.
//!
//! Buttons are filled with the colour as it is, under a label in white or black. Where it is the colour of words, icons,
//! rings or bars it keeps its hue, and is made as much darker (on light pages) or lighter (on dark ones) as it must be.
//! Tints behind words have a lightness of ours and the colour's hue.

use passerelle_domain::Colour;

/// What words need against their background (WCAG 2.2, 1.4.3, level AA).
pub const TEXT: f64 = 4.5;
/// What rings, borders and icons need (WCAG 2.2, 1.4.11).
pub const GRAPHICS: f64 = 3.0;

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// From 0 for black to 1 for white (WCAG 2.2, <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>).
pub fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.rgb().map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The light of a share of sRGB.
fn linear(share: u8) -> f64 {
    let share = f64::from(share) / 255.0;
    if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
}

/// The share of sRGB of a light.
fn share(light: f64) -> f64 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

/// A colour of OKLCH, in which a change of lightness keeps the hue that people see
/// (Björn Ottosson, <https://bottosson.github.io/posts/oklab/>, where the numbers are from).
#[derive(Debug, Clone, Copy)]
struct Lch {
    lightness: f64,
    chroma: f64,
    /// Radians.
    hue: f64,
}

const CONES_OF_LIGHT: [[f64; 3]; 3] = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const LAB_OF_CONES: [[f64; 3]; 3] = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];
const CONES_OF_LAB: [[f64; 3]; 3] = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];
const LIGHT_OF_CONES: [[f64; 3]; 3] = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];

fn times(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(factor, value)| factor * value).sum())
}

impl Lch {
    fn of(colour: Colour) -> Self {
        let cones = times(&CONES_OF_LIGHT, colour.rgb().map(linear)).map(f64::cbrt);
        let [lightness, green_red, blue_yellow] = times(&LAB_OF_CONES, cones);
        Self { lightness, chroma: green_red.hypot(blue_yellow), hue: blue_yellow.atan2(green_red) }
    }

    /// Its light in red, green and blue, below 0 or above 1 where a screen can't show it.
    fn light(self) -> [f64; 3] {
        let lab = [self.lightness, self.chroma * self.hue.cos(), self.chroma * self.hue.sin()];
        let cones = times(&CONES_OF_LAB, lab).map(|cone| cone.powi(3));
        times(&LIGHT_OF_CONES, cones)
    }

    fn is_shown(self) -> bool {
        self.light().iter().all(|light| (-0.0001..=1.0001).contains(light))
    }

    /// The colour, as vivid as a screen can show it at that lightness.
    fn colour(self) -> Colour {
        let shown = if self.is_shown() {
            self
        } else {
            let chroma = |chroma| Self { chroma, ..self };
            chroma(bisect(self.chroma, 0.0, |vivid| chroma(vivid).is_shown()))
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        Colour::from_rgb(shown.light().map(|light| (share(light.clamp(0.0, 1.0)) * 255.0).round() as u8))
    }

    fn at(self, lightness: f64) -> Self {
        Self { lightness, ..self }
    }

    /// A tint: that lightness, and no more than so much colour.
    fn tint(self, lightness: f64, most: f64) -> Colour {
        Self { lightness, chroma: self.chroma.min(most), hue: self.hue }.colour()
    }
}

/// The value nearest to one that does not do, of those between it and one that does.
fn bisect(bad: f64, good: f64, does: impl Fn(f64) -> bool) -> f64 {
    let (mut bad, mut good) = (bad, good);
    for _ in 0..12 {
        let middle = f64::midpoint(bad, good);
        if does(middle) { good = middle } else { bad = middle }
    }
    good
}

/// What `/assets/connect.css` says of a theme, and how its tints are made.
struct Theme {
    ground: Colour,
    sheet: Colour,
    /// Lightness and most chroma of `--accent-soft`.
    soft: (f64, f64),
    /// The same of `--panel`.
    panel: (f64, f64),
    /// The lightness that stands out most.
    farthest: f64,
}

const LIGHT: Theme = Theme {
    ground: Colour::from_rgb([0xf2, 0xf0, 0xea]),
    sheet: WHITE,
    soft: (0.945, 0.025),
    panel: (0.97, 0.008),
    farthest: 0.0,
};

const DARK: Theme = Theme {
    ground: Colour::from_rgb([0x0e, 0x13, 0x12]),
    sheet: Colour::from_rgb([0x17, 0x1d, 0x1c]),
    soft: (0.29, 0.035),
    panel: (0.25, 0.014),
    farthest: 1.0,
};

const WHITE: Colour = Colour::from_rgb([0xff; 3]);
const BLACK: Colour = Colour::from_rgb([0; 3]);

/// How much a button changes under the pointer.
const HOVER: f64 = 0.07;
/// So dark a button gets lighter under the pointer.
const DARKEST: f64 = 0.3;

/// The colours of a theme's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accents {
    /// Links, icons, rings, borders of what is chosen, bars.
    pub accent: Colour,
    /// Marks on it.
    pub on_accent: Colour,
    /// Behind words of what is chosen or pointed at, and of a bar what is still to come.
    pub accent_soft: Colour,
    /// Behind what is told beside.
    pub panel: Colour,
}

/// An application's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind the label of a button: the application's colour itself.
    pub fill: Colour,
    /// The same under the pointer.
    pub fill_strong: Colour,
    /// The label.
    pub on_fill: Colour,
    /// Of light pages.
    pub light: Accents,
    /// Of dark pages.
    pub dark: Accents,
}

impl Palette {
    /// Derives an application's colours from its own.
    pub fn of(brand: Colour) -> Self {
        let lch = Lch::of(brand);
        // One of them always reads: the product of both contrasts is 21.
        let on_fill = if contrast(WHITE, brand) >= TEXT { WHITE } else { BLACK };
        let darker = lch.at(lch.lightness - HOVER).colour();
        let is_darker = lch.lightness > DARKEST && contrast(on_fill, darker) >= TEXT;
        let fill_strong = if is_darker { darker } else { lch.at((lch.lightness + HOVER).min(1.0)).colour() };
        let (light, dark) = (accents(brand, lch, &LIGHT), accents(brand, lch, &DARK));
        Self { fill: brand, fill_strong, on_fill, light, dark }
    }
}

fn accents(brand: Colour, lch: Lch, theme: &Theme) -> Accents {
    let accent_soft = lch.tint(theme.soft.0, theme.soft.1);
    let panel = lch.tint(theme.panel.0, theme.panel.1);
    let reads = |colour| {
        [theme.sheet, accent_soft, panel].iter().all(|behind| contrast(colour, *behind) >= TEXT)
            && contrast(colour, theme.ground) >= GRAPHICS
    };
    let accent = if reads(brand) {
        brand
    } else {
        lch.at(bisect(lch.lightness, theme.farthest, |lightness| reads(lch.at(lightness).colour()))).colour()
    };
    // What reads on the sheet is what the sheet's colour reads on.
    Accents { accent, on_accent: theme.sheet, accent_soft, panel }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assets;

    fn colour(text: &str) -> Colour {
        text.parse().expect("a colour")
    }

    /// The value of a property in the first (light) or second (dark) `:root` of the stylesheet.
    fn in_stylesheet(root: usize, property: &str) -> Colour {
        let css = assets::all().iter().find(|asset| asset.name == "connect.css").expect("the stylesheet");
        let css = std::str::from_utf8(css.content).expect("text");
        let rules = css.split(":root {").nth(root + 1).expect("a rule");
        let value = rules.split(&format!("--{property}: ")).nth(1).expect("a property");
        let value = value.split(';').next().expect("its value");
        if value == "#fff" { WHITE } else { colour(value) }
    }

    #[test]
    fn contrast_is_as_wcag_says() {
        assert!((contrast(BLACK, WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(WHITE, WHITE) - 1.0).abs() < 1e-9);
        // Known values: #767676 is the lightest grey that reads on white.
        for (grey, expected) in [("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.00), ("#0000ff", 8.59)] {
            assert!((contrast(colour(grey), WHITE) - expected).abs() < 0.005, "{grey}");
        }
    }

    #[test]
    fn themes_are_those_of_the_stylesheet() {
        for (root, theme) in [LIGHT, DARK].iter().enumerate() {
            assert_eq!(in_stylesheet(root, "ground"), theme.ground);
            assert_eq!(in_stylesheet(root, "sheet"), theme.sheet);
        }
    }

    /// Every pair of colours of which one stands on the other, with what it needs.
    fn pairs(palette: &Palette) -> Vec<(&'static str, Colour, Colour, f64)> {
        let mut pairs = vec![
            ("label", palette.on_fill, palette.fill, TEXT),
            ("label under the pointer", palette.on_fill, palette.fill_strong, TEXT),
        ];
        for (root, accents) in [palette.light, palette.dark].into_iter().enumerate() {
            let [ground, sheet, ink, soft, danger] =
                ["ground", "sheet", "ink", "soft", "danger"].map(|property| in_stylesheet(root, property));
            let Accents { accent, on_accent, accent_soft, panel } = accents;
            pairs.extend([
                ("link", accent, sheet, TEXT),
                ("number", accent, accent_soft, TEXT),
                ("icon of what is asked", accent, panel, TEXT),
                ("mark on the accent", on_accent, accent, TEXT),
                ("words of what is chosen", ink, accent_soft, TEXT),
                ("small words of what is chosen", soft, accent_soft, TEXT),
                ("trouble of a bank", danger, accent_soft, TEXT),
                ("words beside", ink, panel, TEXT),
                ("small words beside", soft, panel, TEXT),
                ("ring", accent, ground, GRAPHICS),
                ("border of a button", accent, sheet, GRAPHICS),
                ("bar", accent, accent_soft, GRAPHICS),
            ]);
        }
        pairs
    }

    fn check(brand: Colour) {
        let palette = Palette::of(brand);
        for (what, front, behind, needed) in pairs(&palette) {
            let contrast = contrast(front, behind);
            assert!(contrast >= needed, "{brand}: {what}, {front} on {behind}: {contrast:.3}");
        }
        assert_eq!(palette.fill, brand);
        assert_ne!(palette.fill_strong, brand, "a button changes under the pointer");
    }

    #[test]
    fn the_corners_of_all_colours_read() {
        for rgb in 0..4096_u32 {
            let share = |shift: u32| u8::try_from((rgb >> shift & 0xf) * 17).expect("a byte");
            check(Colour::from_rgb([share(8), share(4), share(0)]));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn every_colour_reads_on_both_themes(rgb: [u8; 3]) {
            check(Colour::from_rgb(rgb));
        }

        #[test]
        fn a_corrected_colour_keeps_its_hue(rgb: [u8; 3]) {
            let brand = Lch::of(Colour::from_rgb(rgb));
            let palette = Palette::of(Colour::from_rgb(rgb));
            for accent in [palette.light.accent, palette.dark.accent].map(Lch::of) {
                // Of greys, and of the nearly black and white, nobody sees a hue.
                if brand.chroma > 0.05 && accent.chroma > 0.05 {
                    let turn = (brand.hue - accent.hue).abs();
                    let turn = turn.min(std::f64::consts::TAU - turn);
                    prop_assert!(turn.to_degrees() < 8.0, "{}: {:?} from {brand:?}", turn.to_degrees(), accent);
                }
            }
        }

        #[test]
        fn a_colour_comes_back_from_oklch(rgb: [u8; 3]) {
            prop_assert_eq!(Lch::of(Colour::from_rgb(rgb)).colour(), Colour::from_rgb(rgb));
        }
    }

    #[test]
    fn a_colour_that_reads_stays_as_it_is() {
        let palette = Palette::of(colour("#0b4a8f"));
        assert_eq!(palette.light.accent, colour("#0b4a8f"));
        assert_eq!(Palette::of(colour("#ffe600")).dark.accent, colour("#ffe600"));
    }
}
