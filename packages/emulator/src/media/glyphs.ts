/** Columns and rows of a glyph's grid. Row 6 is the base line, rows 7 and 8 hold descenders. */
export const GLYPH_COLUMNS = 5;
export const GLYPH_ROWS = 9;
export const BASE_LINE_ROW = 6;

/** What is drawn for a character that has no glyph. */
const FALLBACK = "1f11111111111f0000";

/** Printable ASCII from the space on. Two hexadecimal digits per row, top to bottom; bit 4 is the leftmost column. */
const ROWS: readonly string[] = [
  "000000000000000000", // space
  "040404040400040000", // !
  "0a0a0a000000000000", // "
  "0a0a1f0a1f0a0a0000", // #
  "040f140e051e040000", // $
  "181902040813030000", // %
  "0c12140815120d0000", // &
  "040404000000000000", // '
  "020408080804020000", // (
  "080402020204080000", // )
  "0004150e1504000000", // *
  "0004041f0404000000", // +
  "000000000004040800", // ,
  "0000001f0000000000", // -
  "000000000000040000", // .
  "010102040810100000", // /
  "0e11111111110e0000", // 0
  "040c140404041f0000", // 1
  "0e11010204081f0000", // 2
  "0e11010601110e0000", // 3
  "02060a121f02020000", // 4
  "1f101e0101110e0000", // 5
  "0608101e11110e0000", // 6
  "1f0101020404040000", // 7
  "0e11110e11110e0000", // 8
  "0e11110f01020c0000", // 9
  "000004000004000000", // :
  "000004000004040800", // ;
  "010204080402010000", // <
  "00001f001f00000000", // =
  "100804020408100000", // >
  "0e1101020400040000", // ?
  "0e11171517100e0000", // @
  "040a11111f11110000", // A
  "1e11111e11111e0000", // B
  "0e11101010110e0000", // C
  "1c12111111121c0000", // D
  "1f10101e10101f0000", // E
  "1f10101e1010100000", // F
  "0e11101713110f0000", // G
  "1111111f1111110000", // H
  "0e04040404040e0000", // I
  "0702020202120c0000", // J
  "111214181412110000", // K
  "1010101010101f0000", // L
  "111b15151111110000", // M
  "111119151311110000", // N
  "0e11111111110e0000", // O
  "1e11111e1010100000", // P
  "0e11111115120d0000", // Q
  "1e11111e1412110000", // R
  "0f10100e01011e0000", // S
  "1f0404040404040000", // T
  "1111111111110e0000", // U
  "11111111110a040000", // V
  "1111111515150a0000", // W
  "11110a040a11110000", // X
  "11110a040404040000", // Y
  "1f01020408101f0000", // Z
  "0e08080808080e0000", // [
  "101008040201010000", // \
  "0e02020202020e0000", // ]
  "040a11000000000000", // ^
  "0000000000001f0000", // _
  "080402000000000000", // `
  "00000e010f110f0000", // a
  "10101e1111111e0000", // b
  "00000e1110110e0000", // c
  "01010f1111110f0000", // d
  "00000e111f100e0000", // e
  "0609081c0808080000", // f
  "00000f1111110f010e", // g
  "10101e111111110000", // h
  "04000c0404040e0000", // i
  "02000602020202120c", // j
  "101012141814120000", // k
  "0c04040404040e0000", // l
  "00001a151515150000", // m
  "00001e111111110000", // n
  "00000e1111110e0000", // o
  "00001e1111111e1010", // p
  "00000f1111110f0101", // q
  "000016190810100000", // r
  "00000f100e011e0000", // s
  "08081c080809060000", // t
  "0000111111110f0000", // u
  "00001111110a040000", // v
  "0000111515150a0000", // w
  "0000110a040a110000", // x
  "0000111111110f010e", // y
  "00001f0204081f0000", // z
  "030404080404030000", // {
  "040404040404040000", // |
  "180404020404180000", // }
  "00000d160000000000", // ~
];

const PUNCTUATION: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "–": "-",
  "—": "-",
  "…": "...",
  "·": "|",
  "\u00a0": " ",
};

/** The text in characters that have a glyph: accents dropped, typographic punctuation made plain, white space folded. */
export function toDrawableText(text: string): string {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "");
  return Array.from(plain, (character) => PUNCTUATION[character] ?? character)
    .join("")
    .replace(/[\s\p{C}]+/gu, " ")
    .trim();
}

/** Whether each character has a glyph of its own; the others are drawn as boxes. */
export const hasGlyphs = (text: string): boolean =>
  Array.from(text).every((character) => ROWS[character.charCodeAt(0) - 32] !== undefined);

/** Whether the dot at this place of the character's grid is set; false outside the grid. */
export function isGlyphDotSet(character: string, column: number, row: number): boolean {
  if (column < 0 || column >= GLYPH_COLUMNS || row < 0 || row >= GLYPH_ROWS) return false;
  const rows = ROWS[character.charCodeAt(0) - 32] ?? FALLBACK;
  const bits = Number.parseInt(rows.slice(2 * row, 2 * row + 2), 16);
  return ((bits >> (GLYPH_COLUMNS - 1 - column)) & 1) === 1;
}
