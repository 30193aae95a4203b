//! Common instruments: with how many decimals their prices are quoted, and in which currency. The
//! decimals are those of Dukascopy's integer prices, so they say what one unit of a `.bi5` price is.

/// What is known of a common instrument without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownInstrument {
    /// Decimals of its prices: 5 means steps of 0.00001.
    pub decimals: u8,
    /// Currency of its prices.
    pub currency: &'static str,
}

/// Currencies whose pairs are quoted with five decimals, or three where the second is one of
/// [`THREE_DECIMALS`].
const CURRENCIES: [&str; 24] = [
    "EUR", "GBP", "AUD", "NZD", "USD", "CAD", "CHF", "JPY", "CNH", "CZK", "DKK", "HKD", "HUF",
    "ILS", "MXN", "NOK", "PLN", "RON", "RUB", "SEK", "SGD", "THB", "TRY", "ZAR",
];
const THREE_DECIMALS: [&str; 5] = ["JPY", "HUF", "RUB", "THB", "CZK"];

/// Metals, indices, energy and coins: symbol, decimals, currency.
const OTHERS: [(&str, u8, &str); 28] = [
    ("XAUUSD", 3, "USD"),
    ("XAGUSD", 3, "USD"),
    ("XPTUSD", 3, "USD"),
    ("XPDUSD", 3, "USD"),
    ("XAUEUR", 3, "EUR"),
    ("XAGEUR", 3, "EUR"),
    ("USA500IDXUSD", 3, "USD"),
    ("USA30IDXUSD", 3, "USD"),
    ("USATECHIDXUSD", 3, "USD"),
    ("USSC2000IDXUSD", 3, "USD"),
    ("DEUIDXEUR", 3, "EUR"),
    ("EUSIDXEUR", 3, "EUR"),
    ("FRAIDXEUR", 3, "EUR"),
    ("ESPIDXEUR", 3, "EUR"),
    ("NLDIDXEUR", 3, "EUR"),
    ("GBRIDXGBP", 3, "GBP"),
    ("CHEIDXCHF", 3, "CHF"),
    ("JPNIDXJPY", 3, "JPY"),
    ("HKGIDXHKD", 3, "HKD"),
    ("AUSIDXAUD", 3, "AUD"),
    ("LIGHTCMDUSD", 3, "USD"),
    ("BRENTCMDUSD", 3, "USD"),
    ("GASCMDUSD", 4, "USD"),
    ("COPPERCMDUSD", 4, "USD"),
    ("BTCUSD", 1, "USD"),
    ("ETHUSD", 1, "USD"),
    ("LTCUSD", 2, "USD"),
    ("BTCEUR", 1, "EUR"),
];

/// What is known of a symbol, written in any case and with or without `/`, `-`, `_`, `.`, blanks.
#[must_use]
pub fn known_instrument(symbol: &str) -> Option<KnownInstrument> {
    let plain: String = symbol
        .chars()
        .filter(|letter| !matches!(letter, '/' | '-' | '_' | '.' | ' '))
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let listed = OTHERS.iter().find(|(symbol, ..)| *symbol == plain);
    let listed = listed.map(|&(_, decimals, currency)| KnownInstrument { decimals, currency });
    listed.or_else(|| pair(&plain))
}

fn pair(plain: &str) -> Option<KnownInstrument> {
    let (base, quote) = plain.split_at_checked(3)?;
    let currency = |name: &str| CURRENCIES.iter().copied().find(|known| *known == name);
    let (base, quote) = (currency(base)?, currency(quote)?);
    if base == quote {
        return None;
    }
    let decimals = if THREE_DECIMALS.contains(&quote) {
        3
    } else {
        5
    };
    Some(KnownInstrument {
        decimals,
        currency: quote,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_have_the_decimals_of_their_second_currency() {
        let expected = [
            ("EURUSD", Some(5)),
            ("gbp/jpy", Some(3)),
            ("USDHUF", Some(3)),
            ("XAU-USD", Some(3)),
            ("BTCUSD", Some(1)),
            ("EUREUR", None),
            ("GOOG", None),
            ("ÄÖ", None),
            ("", None),
        ];
        for (symbol, decimals) in expected {
            let known = known_instrument(symbol).map(|known| known.decimals);
            assert_eq!(known, decimals, "{symbol}");
        }
    }

    #[test]
    fn currencies_are_those_of_the_price() {
        assert_eq!(known_instrument("EURUSD").unwrap().currency, "USD");
        assert_eq!(known_instrument("DEUIDXEUR").unwrap().currency, "EUR");
    }
}
