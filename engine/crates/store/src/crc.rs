//! CRC-32C (Castagnoli), which guards journal records, the commit mark and blocks of segments. It
//! finds accidents and names their place; it is no proof of identity, which is BLAKE3's part.

const POLYNOMIAL: u32 = 0x82f6_3b78;
const TABLES: [[u32; 256]; 8] = tables();

const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0_u32; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            let mask = (value & 1).wrapping_neg();
            value = (value >> 1) ^ (POLYNOMIAL & mask);
            bit += 1;
        }
        tables[0][byte] = value;
        byte += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[table - 1][byte];
            tables[table][byte] = (before >> 8) ^ tables[0][(before & 0xff) as usize];
            byte += 1;
        }
        table += 1;
    }
    tables
}

/// The checksum of `bytes`.
#[must_use]
pub(crate) fn crc32c(bytes: &[u8]) -> u32 {
    let (groups, rest) = bytes.as_chunks::<8>();
    let mut crc = u32::MAX;
    for group in groups {
        let word = u64::from_le_bytes(*group) ^ u64::from(crc);
        crc = word
            .to_le_bytes()
            .iter()
            .zip(TABLES.iter().rev())
            .fold(0, |sum, (&byte, table)| sum ^ table[usize::from(byte)]);
    }
    for &byte in rest {
        crc = (crc >> 8) ^ TABLES[0][((crc ^ u32::from(byte)) & 0xff) as usize];
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of RFC 3720, B.4, and the usual check value.
    #[test]
    fn published_values_come_out() {
        assert_eq!(crc32c(b"123456789"), 0xe306_9283);
        assert_eq!(crc32c(&[0; 32]), 0x8a91_36aa);
        assert_eq!(crc32c(&[0xff; 32]), 0x62a8_ab43);
        let rising: Vec<u8> = (0..32).collect();
        assert_eq!(crc32c(&rising), 0x46dd_794e);
        assert_eq!(crc32c(b""), 0);
    }

    #[test]
    fn every_single_flip_changes_it() {
        let bytes: Vec<u8> = (0..97_u8).map(|i| i.wrapping_mul(37)).collect();
        let whole = crc32c(&bytes);
        for place in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[place / 8] ^= 1 << (place % 8);
            assert_ne!(crc32c(&flipped), whole, "bit {place}");
        }
    }
}
