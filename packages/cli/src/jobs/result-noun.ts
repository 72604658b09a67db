import type { Unit } from "@klingkit/spec";
import { groupOf, productOfRoute, type TaskGroup, typeOfProduct } from "../session/task-types.ts";

interface Paid {
  /** Default: the video pack's. */
  readonly unit?: Unit;
  readonly routeId: string;
}

/** Groups of tasks that make a video each. */
const VIDEO_GROUPS: readonly TaskGroup[] = ["video", "effects", "lip-sync", "edit"];

/** Routes without a product are those of video models. */
function makesVideo(routeId: string): boolean {
  const product = productOfRoute(routeId);
  if (product === undefined) return true;
  const type = typeOfProduct(product);
  return type !== undefined && VIDEO_GROUPS.includes(groupOf(type));
}

/** As what jobs are counted, in the singular: one that makes no video may make several results. */
export const countNoun = <Other extends "request" | "job">(
  jobs: readonly Paid[],
  other: Other,
): "video" | Other => (resultNoun(jobs) === "video" ? "video" : other);

/** What jobs make, in the singular: a video where all make one and are paid in units of the video pack, which also pay for audio and elements. */
export const resultNoun = (jobs: readonly Paid[]): "video" | "result" =>
  jobs.every(({ unit = "video", routeId }) => unit === "video" && makesVideo(routeId)) ? "video" : "result";
