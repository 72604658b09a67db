import { FRAME_SECONDS } from "./frame.ts";

/** A clip that is further from the one that leads is set to its time; a nearer one is played a little faster or slower. */
const MOST_DRIFT_SECONDS = 0.25;
/** How much faster a clip is played, per second that it is behind. */
const PULL = 2;

/** Clips that are looked at together. */
export interface Clips {
  isPlaying(): boolean;
  play(): void;
  pause(): void;
  step(frames: number): void;
  /** `share` of the longest clip. */
  seek(share: number): void;
}

/** Middle of the frame: at its edge, one clip may show it and the other one the frame before. */
const middleOf = (seconds: number): number =>
  (Math.floor(seconds / FRAME_SECONDS + 0.001) + 0.5) * FRAME_SECONDS;

/** 0 as long as it is unknown. */
const lengthOf = ({ duration }: HTMLMediaElement): number => (Number.isFinite(duration) ? duration : 0);

const lastOf = (clip: HTMLMediaElement): number => Math.max(0, lengthOf(clip) - FRAME_SECONDS / 2);

/** The longest clip leads; a shorter one waits at its end. All show the frame of the same moment whenever they stand still. */
export function keepInStep(
  clips: readonly HTMLMediaElement[],
  { startSeconds, onTime }: { readonly startSeconds: number; readonly onTime: (share: number) => void },
): Clips {
  let atSeconds = startSeconds;
  let isPlaying = false;
  const leader = (): HTMLMediaElement | undefined =>
    clips.toSorted((one, other) => lengthOf(other) - lengthOf(one))[0];
  const drawTime = (): void => {
    const lead = leader();
    if (lead && lengthOf(lead) > 0) onTime(lead.currentTime / lengthOf(lead));
  };
  const showAt = (seconds: number): void => {
    const lead = leader();
    atSeconds = Math.max(0, lead && lengthOf(lead) > 0 ? Math.min(seconds, lastOf(lead)) : seconds);
    for (const clip of clips)
      if (lengthOf(clip) > 0) clip.currentTime = Math.min(middleOf(atSeconds), lastOf(clip));
    drawTime();
  };
  const follow = (): void => {
    const lead = leader();
    if (!isPlaying || !lead?.isConnected) return;
    for (const clip of clips) if (clip !== lead) pull(clip, lead);
    drawTime();
    requestAnimationFrame(follow);
  };
  const pause = (): void => {
    if (!isPlaying) return;
    isPlaying = false;
    for (const clip of clips) {
      clip.pause();
      clip.playbackRate = 1;
    }
    showAt(leader()?.currentTime ?? 0);
  };
  // Until then, a browser shows the moment that the address of the clip names, at the edge of a frame.
  for (const clip of clips) clip.addEventListener("loadeddata", () => !isPlaying && showAt(atSeconds));
  return {
    isPlaying: () => isPlaying,
    play: () => {
      isPlaying = true;
      const lead = leader();
      for (const clip of clips) {
        clip.loop = clip === lead;
        start(clip);
      }
      follow();
    },
    pause,
    step: (frames) => {
      pause();
      showAt(middleOf(atSeconds) + frames * FRAME_SECONDS);
    },
    seek: (share) => {
      const lead = leader();
      if (lead) showAt(share * lengthOf(lead));
    },
  };
}

/** A browser refuses to play a clip that is gone, or one that is closed before it began. */
const start = (clip: HTMLMediaElement): void => void clip.play().catch(() => undefined);

function pull(clip: HTMLMediaElement, lead: HTMLMediaElement): void {
  const ahead = clip.currentTime - lead.currentTime;
  if (lead.currentTime >= lastOf(clip) || clip.seeking) return;
  if (clip.paused || Math.abs(ahead) > MOST_DRIFT_SECONDS) {
    clip.currentTime = lead.currentTime;
    if (clip.paused) start(clip);
  } else clip.playbackRate = 1 - ahead * PULL;
}
