/** About one frame: clips have 24 or 30 a second. */
export const FRAME_SECONDS = 1 / 24;

/** The first frame of a clip is not always a picture: the one at this time is. */
export const START_SECONDS = 0.1;
