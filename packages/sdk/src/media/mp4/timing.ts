/** Timescale (units per second) and duration (units) of mvhd and mdhd, which begin alike. */
export function readTiming(view: DataView): { readonly timescale: number; readonly duration: number } {
  const none = { timescale: 0, duration: 0 };
  if (view.byteLength < 20) return none;
  if (view.getUint8(0) !== 1) {
    const duration = view.getUint32(16);
    return { timescale: view.getUint32(12), duration: duration === 0xff_ff_ff_ff ? 0 : duration };
  }
  if (view.byteLength < 32) return none;
  const duration = view.getBigUint64(24);
  return {
    timescale: view.getUint32(20),
    duration: duration === 0xff_ff_ff_ff_ff_ff_ff_ffn ? 0 : Number(duration),
  };
}
