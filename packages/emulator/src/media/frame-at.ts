/** The frames of a sound without beginning and end: an index may be negative. */
export type FrameAt = (index: number) => Uint8Array;

/** The frames of a sound that is cut after so many samples. */
export type Sound = (sampleCount: number) => FrameAt;
