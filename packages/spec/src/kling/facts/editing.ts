/** Limits of an editing session. @source DOC 2026-09 */
export const EDIT_LIMITS = {
  maxFrames: 10,
  maxPoints: 10,
  sessionHours: 24,
  /** Lengths of videos that can be edited, by the `duration` of the edit. */
  seconds: { "5": { min: 2, max: 5 }, "10": { min: 7, max: 10 } },
  framesPerSecond: [24, 30, 60],
  /** Images that an edit takes, by its mode. */
  images: { addition: { min: 1, max: 2 }, swap: { min: 1, max: 1 }, removal: { min: 0, max: 0 } },
} as const;

/** What an edit does with what was selected. */
export const EDIT_MODES = ["addition", "swap", "removal"] as const;
export type EditMode = (typeof EDIT_MODES)[number];

/** Units per second. @source DOC-OLD 2026-03; the price page of 2026-09 has no such line */
export const EDIT_UNITS_PER_SECOND = { std: 0.6, pro: 1 } as const;
