/** The frames of a sound without end. */
export type FrameAt = (index: number) => Uint8Array;
