/** Which moments of each clip a sheet shows. */
export type Moments =
  | { readonly kind: "cover" }
  | { readonly kind: "frames"; readonly count: number }
  | { readonly kind: "every"; readonly seconds: number };

/** The last frames of a clip are not found by their time, because its sound may end later. */
const END_SECONDS = 0.05;

/** Seconds from the start of a clip; undefined stands for its cover, or its middle. */
export function momentsOf(moments: Moments, durationSeconds: number): readonly (number | undefined)[] {
  switch (moments.kind) {
    case "cover":
      return [undefined];
    case "frames": {
      const step = durationSeconds / moments.count;
      return Array.from({ length: moments.count }, (_, at) => (at + 0.5) * step);
    }
    case "every": {
      const count = Math.max(1, Math.ceil((durationSeconds - END_SECONDS) / moments.seconds));
      return Array.from({ length: count }, (_, at) => at * moments.seconds);
    }
  }
}

/** `1:02.50`. */
export function timecode(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds % 60).toFixed(2).padStart(5, "0")}`;
}
