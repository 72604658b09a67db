/** The NAL unit types and priorities that a clip contains (ITU-T H.264 table 7-1). */
export const NAL_HEADER = {
  sequenceParameters: 0x67,
  pictureParameters: 0x68,
  /** Coded slice of an IDR picture, a reference. */
  idrSlice: 0x65,
  /** Coded slice with nal_ref_idc 0: nothing refers to it, so a decoder never waits to drop it. */
  disposableSlice: 0x01,
} as const;

/**
 * Wraps a payload into a NAL unit: header byte, then the payload with an emulation prevention byte (3) wherever
 * two zero bytes precede a byte of 0–3. No length prefix, no start code.
 */
export function nalUnit(header: number, payload: Uint8Array): Uint8Array {
  const escapes = countEscapes(payload);
  const unit = new Uint8Array(1 + payload.length + escapes);
  unit[0] = header;
  if (escapes === 0) unit.set(payload, 1);
  else copyEscaped(payload, unit);
  return unit;
}

/** The form an MP4 sample has: each unit behind its length in four bytes. */
export function lengthPrefixed(unit: Uint8Array): Uint8Array {
  const sample = new Uint8Array(4 + unit.length);
  new DataView(sample.buffer).setUint32(0, unit.length);
  sample.set(unit, 4);
  return sample;
}

function countEscapes(payload: Uint8Array): number {
  let zeros = 0;
  let escapes = 0;
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      escapes++;
      zeros = 0;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return escapes;
}

function copyEscaped(payload: Uint8Array, unit: Uint8Array): void {
  let zeros = 0;
  let end = 1;
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      unit[end++] = 3;
      zeros = 0;
    }
    unit[end++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
}
