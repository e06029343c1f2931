//! The organization's colour in place of the built-in accent, readable on every ground.
//!
//! Variants are derived in OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020),
//! so that a hue keeps its looks while its lightness moves until WCAG 2.2's contrast of 4.5:1 is met.

use serde::Serialize;

const LIGHT_GROUND: Rgb = Rgb([0xf5, 0xf4, 0xf0]);
const DARK_SURFACE: Rgb = Rgb([0x1b, 0x1f, 0x1e]);
const WHITE: Rgb = Rgb([255, 255, 255]);
const INK: Rgb = Rgb([0x04, 0x21, 0x1d]);
const CONTRAST: f64 = 4.5;

/// The accent in both schemes, as `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Palette {
    /// On light ground.
    pub light: Accent,
    /// On dark ground.
    pub dark: Accent,
}

/// One scheme's accent and what goes with it, as `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Accent {
    /// Links, buttons, progress.
    pub base: String,
    /// Text on `base`.
    pub on: String,
    /// Buttons under the pointer.
    pub hover: String,
    /// Quiet grounds.
    pub soft: String,
}

impl Palette {
    /// The palette of `#rrggbb`; the built-in accent when there is no colour, or none that can be read.
    pub fn new(color: Option<&str>) -> Self {
        color
            .and_then(Rgb::parse)
            .map_or_else(Self::built_in, |color| Self {
                light: Accent::derive(color, LIGHT_GROUND, Scheme::Light),
                dark: Accent::derive(color, DARK_SURFACE, Scheme::Dark),
            })
    }

    fn built_in() -> Self {
        let accent = |[base, on, hover, soft]: [&str; 4]| Accent {
            base: base.into(),
            on: on.into(),
            hover: hover.into(),
            soft: soft.into(),
        };
        Self {
            light: accent(["#0f5f56", "#ffffff", "#0a463f", "#e0efec"]),
            dark: accent(["#62cbb9", "#04211d", "#8adccd", "#14332e"]),
        }
    }
}

/// A stylesheet of a few custom properties that replaces the accent by `color` (`#rrggbb`), dark scheme
/// included; empty when `color` cannot be read.
pub fn brand_css(color: &str) -> String {
    if Rgb::parse(color).is_none() {
        return String::new();
    }
    let Palette { light, dark } = Palette::new(Some(color));
    let rule = |a: &Accent| {
        format!(
            ":root{{--accent:{};--on-accent:{};--accent-h:{};--accent-soft:{}}}",
            a.base, a.on, a.hover, a.soft
        )
    };
    format!(
        "{}@media (prefers-color-scheme:dark){{{}}}",
        rule(&light),
        rule(&dark)
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Light,
    Dark,
}

impl Accent {
    fn derive(color: Rgb, ground: Rgb, scheme: Scheme) -> Self {
        let (away, soft, chroma) = match scheme {
            Scheme::Light => (-0.01, 0.945, 0.025),
            Scheme::Dark => (0.01, 0.295, 0.04),
        };
        let mut base = color.oklch();
        let soft = Lch {
            lightness: soft,
            chroma: base.chroma.min(chroma),
            ..base
        };
        // Readable as a link on the page and on its own soft ground.
        let grounds = [ground, soft.rgb()];
        while base.lightness > 0.0
            && base.lightness < 1.0
            && grounds.iter().any(|g| contrast(base.rgb(), *g) < CONTRAST)
        {
            base.lightness += away;
        }
        let hover = Lch {
            lightness: (base.lightness + 8.0 * away).clamp(0.0, 1.0),
            ..base
        };
        let on = match contrast(WHITE, base.rgb()) >= CONTRAST {
            true => WHITE,
            false => INK,
        };
        Self {
            base: base.rgb().hex(),
            on: on.hex(),
            hover: hover.rgb().hex(),
            soft: soft.rgb().hex(),
        }
    }
}

/// WCAG 2.2 contrast of two colours, 1 to 21.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rgb([u8; 3]);

impl Rgb {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self([r, g, b]))
    }

    fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn oklch(self) -> Lch {
        let [r, g, b] = self.linear();
        let l = (0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_99 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_55 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b).cbrt();
        let a = 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s;
        let b = 0.025_904_04 * l + 0.782_771_77 * m - 0.808_675_77 * s;
        Lch {
            lightness: 0.210_454_26 * l + 0.793_617_79 * m - 0.004_072_05 * s,
            chroma: a.hypot(b),
            hue: b.atan2(a),
        }
    }
}

/// A colour in OKLCH: lightness 0 to 1, chroma, hue in radians.
#[derive(Clone, Copy, Debug)]
struct Lch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

impl Lch {
    /// The nearest colour a screen can show: chroma gives way, lightness and hue stay.
    fn rgb(self) -> Rgb {
        let mut chroma = self.chroma;
        loop {
            let linear = Self { chroma, ..self }.linear();
            if chroma <= 0.0 || linear.iter().all(|c| (-0.0005..=1.0005).contains(c)) {
                return Rgb(linear.map(encoded));
            }
            chroma -= 0.004;
        }
    }

    fn linear(self) -> [f64; 3] {
        let (sin, cos) = self.hue.sin_cos();
        let (a, b) = (self.chroma.max(0.0) * cos, self.chroma.max(0.0) * sin);
        let l = (self.lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let m = (self.lightness - 0.105_561_35 * a - 0.063_854_17 * b).powi(3);
        let s = (self.lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        [
            4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_93 * s,
            -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s,
            -0.004_196_09 * l - 0.703_418_6 * m + 1.707_614_7 * s,
        ]
    }
}

fn encoded(linear: f64) -> u8 {
    let c = linear.clamp(0.0, 1.0);
    let c = if c <= 0.003_130_8 {
        c * 12.92
    } else {
        1.055 * c.powf(1.0 / 2.4) - 0.055
    };
    // In range by the clamp above.
    (c * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rgb(text: &str) -> Rgb {
        Rgb::parse(text).unwrap()
    }

    #[test]
    fn contrast_is_the_one_of_wcag() {
        assert!((contrast(WHITE, Rgb([0, 0, 0])) - 21.0).abs() < 1e-9);
        assert!((contrast(rgb("#0f5f56"), LIGHT_GROUND) - 6.8).abs() < 0.1);
    }

    #[test]
    fn a_readable_colour_stays_as_it_is() {
        let palette = Palette::new(Some("#0f5f56"));
        assert_eq!(palette.light.base, "#0f5f56");
        assert_eq!(palette.light.on, "#ffffff");
        assert_eq!(palette.dark.on, "#04211d");
    }

    #[test]
    fn what_is_no_colour_changes_nothing() {
        assert_eq!(brand_css("green"), "");
        assert_eq!(brand_css("#12345"), "");
        assert_eq!(Palette::new(Some("#+12345")), Palette::new(None));
    }

    proptest! {
        #[test]
        fn every_colour_ends_readable(r in any::<u8>(), g in any::<u8>(), b in any::<u8>()) {
            let palette = Palette::new(Some(&Rgb([r, g, b]).hex()));
            for (accent, ground) in [(palette.light, LIGHT_GROUND), (palette.dark, DARK_SURFACE)] {
                let base = rgb(&accent.base);
                prop_assert!(contrast(base, ground) >= CONTRAST, "{accent:?}");
                prop_assert!(contrast(base, rgb(&accent.soft)) >= CONTRAST, "{accent:?}");
                prop_assert!(contrast(base, rgb(&accent.on)) >= CONTRAST, "{accent:?}");
            }
        }

        #[test]
        fn there_and_back(r in any::<u8>(), g in any::<u8>(), b in any::<u8>()) {
            let color = Rgb([r, g, b]);
            let back = color.oklch().rgb();
            for (x, y) in color.0.iter().zip(back.0) {
                prop_assert!(x.abs_diff(y) <= 2, "{color:?} {back:?}");
            }
        }
    }
}
