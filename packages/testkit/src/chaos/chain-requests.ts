/** Jobs of one chain. */
export const CHAIN_JOBS = 5;

/**
 * Chains of an image, a video of it, a video that begins where that ends, and the sound of both. Without a decoder of last frames
 * the second video begins with the image, too.
 */
export function chainRequests(wave: number, chains: number, hasDecoder = true): readonly object[] {
  return Array.from({ length: chains }, (_, at) => {
    const own = `${wave}-${at + 1}`;
    const firstFrame = { from: `still ${own}` };
    const nextFrame = hasDecoder ? { lastFrameOf: `shot ${own}` } : firstFrame;
    return [
      { name: `still ${own}`, operation: IMAGE, body: { prompt: `a fox, take ${own}` } },
      { name: `shot ${own}`, model: MODEL, prompt: `it turns, take ${own}`, firstFrame },
      { name: `next ${own}`, model: MODEL, prompt: `it runs, take ${own}`, firstFrame: nextFrame },
      { name: `sound ${own}`, operation: SOUND, body: { video_id: { from: `shot ${own}` } } },
      { name: `end ${own}`, operation: SOUND, body: { video_id: { from: `next ${own}` } } },
    ];
  }).flat();
}

const MODEL = "kling-v3";
const IMAGE = "v1/images/generations";
const SOUND = "v1/audio/video-to-audio";
