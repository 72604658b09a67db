export interface BitWriter {
  /** Appends the lowest `bitCount` bits of `value`, most significant first. `bitCount` is 0–24. */
  bits(value: number, bitCount: number): void;
  /** Unsigned exp-Golomb, ue(v). `value` is 0–65534. */
  unsigned(value: number): void;
  /** Signed exp-Golomb, se(v). Magnitude up to 32767. */
  signed(value: number): void;
  /** Appends whole bytes; the position must be byte-aligned. */
  bytes(data: Uint8Array): void;
  /** Fills up to the next byte with zero bits. */
  alignWithZeros(): void;
  /** The stop bit and the zero bits that end every NAL unit's payload. */
  trailingBits(): void;
  readonly bitLength: number;
  /** Remembers this position; a later `rewind` drops all that was written since the last mark. */
  mark(): void;
  rewind(): void;
  /** Everything written so far. A view: valid until the next write or reset. The position must be byte-aligned. */
  view(): Uint8Array;
  reset(): void;
}

/** Bits in the order of ITU-T H.264 §7.2, in one buffer that grows and is used again after `reset`. */
export function createBitWriter(initialBytes = 4096): BitWriter {
  let buffer = new Uint8Array(initialBytes);
  let length = 0;
  let pending = 0;
  let pendingBits = 0;
  let marked = { length, pending, pendingBits };

  const reserve = (byteCount: number) => {
    if (length + byteCount <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + byteCount));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  };

  const bits = (value: number, bitCount: number) => {
    // At most 7 bits wait here, so 24 more still fit a 31-bit integer.
    pending = (pending << bitCount) | value;
    pendingBits += bitCount;
    if (length + 4 > buffer.length) reserve(4);
    while (pendingBits >= 8) {
      pendingBits -= 8;
      buffer[length++] = pending >>> pendingBits;
    }
    pending &= (1 << pendingBits) - 1;
  };

  const unsigned = (value: number) => {
    const code = value + 1;
    const significantBits = 32 - Math.clz32(code);
    if (significantBits > 12) {
      bits(0, significantBits - 1);
      bits(code, significantBits);
    } else bits(code, 2 * significantBits - 1);
  };

  const alignWithZeros = () => {
    if (pendingBits > 0) bits(0, 8 - pendingBits);
  };

  return {
    bits,
    unsigned,
    signed: (value) => unsigned(value > 0 ? 2 * value - 1 : -2 * value),
    bytes(data) {
      reserve(data.length);
      buffer.set(data, length);
      length += data.length;
    },
    alignWithZeros,
    trailingBits() {
      bits(1, 1);
      alignWithZeros();
    },
    get bitLength() {
      return length * 8 + pendingBits;
    },
    mark() {
      marked = { length, pending, pendingBits };
    },
    rewind() {
      ({ length, pending, pendingBits } = marked);
    },
    view: () => buffer.subarray(0, length),
    reset() {
      length = 0;
      pending = 0;
      pendingBits = 0;
    },
  };
}
