import type { Unit } from "@klingkit/spec";

/** What jobs make, in the singular: a video where all are paid in units of the video pack. */
export const resultNoun = (jobs: readonly { readonly unit?: Unit }[]): "video" | "result" =>
  jobs.every(({ unit = "video" }) => unit === "video") ? "video" : "result";
