/** `n` videos are one call and one batch of jobs, of which those that succeed are delivered. */
export const MAX_VIDEOS_PER_CALL = 1000;
