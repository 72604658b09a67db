/** Writers for the few ASN.1 DER values that a certificate needs. @source ITU-T X.690 */
export const der = {
  sequence: (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts)),
  set: (...parts: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts)),
  boolean: (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0])),
  /** Takes an unsigned big-endian number. */
  integer: (value: Uint8Array): Buffer => tagged(0x02, unsigned(value)),
  bitString: (bytes: Uint8Array, unusedBits = 0): Buffer =>
    tagged(0x03, Buffer.concat([Buffer.from([unusedBits]), bytes])),
  octets: (bytes: Uint8Array): Buffer => tagged(0x04, bytes),
  oid: (dotted: string): Buffer => tagged(0x06, oidBytes(dotted)),
  utf8: (text: string): Buffer => tagged(0x0c, Buffer.from(text, "utf8")),
  /** UTCTime until 2049, GeneralizedTime after it, as RFC 5280 §4.1.2.5 asks. */
  time: timeBytes,
  /** Context tag that replaces the value's own tag. */
  implicit: (tag: number, bytes: Uint8Array): Buffer => tagged(0x80 | tag, bytes),
  /** Context tag around a complete value. */
  explicit: (tag: number, value: Uint8Array): Buffer => tagged(0xa0 | tag, value),
} as const;

function tagged(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthBytes(content.length), content]);
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

/** Shortest form, with a zero byte in front where the top bit would mean a negative number. */
function unsigned(value: Uint8Array): Buffer {
  const start = value.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Buffer.from([0]) : Buffer.from(value.subarray(start));
  return (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits;
}

function oidBytes(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return Buffer.from([first * 40 + second, ...rest.flatMap(base128)]);
}

function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift(0x80 | (rest % 128));
  }
  return bytes;
}

function timeBytes(atMs: number): Buffer {
  const digits = `${new Date(atMs).toISOString().replace(/\D/g, "").slice(0, 14)}Z`;
  const isShort = new Date(atMs).getUTCFullYear() < 2050;
  return tagged(isShort ? 0x17 : 0x18, Buffer.from(isShort ? digits.slice(2) : digits, "ascii"));
}
