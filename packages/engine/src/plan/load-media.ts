import type { Route, VideoRequest } from "@klingkit/spec";
import type { PlanContext } from "../context/media-loader.ts";
import type { PlannedMedium } from "./plan.ts";

export interface LoadedRequest {
  /** The request with wire values in place of paths. */
  readonly wired: VideoRequest;
  readonly media: readonly PlannedMedium[];
  /** Wire value → the short text that stands for it in a plan. */
  readonly labels: ReadonlyMap<string, string>;
}

/** An image that could not be read, and the field of the request that names it. */
export interface MediumMistake {
  readonly field: string;
  /** A coded error of the loader. */
  readonly error: Error;
}

/** Stands for an image that could not be read, so that the rest of its request can be judged. Never sent. */
const UNREAD = "https://example.com/unread.png";

/** Loads every image of a request; a file that is named twice is read once. Rejects with the first that cannot be read. */
export async function loadMedia(
  request: VideoRequest,
  route: Route,
  context: PlanContext,
): Promise<LoadedRequest> {
  const { mistakes, ...loaded } = await tryMedia(request, route, context);
  const [first] = mistakes;
  if (first) throw first.error;
  return loaded;
}

/** The same, with every image that cannot be read. Rejects for what is no mistake of the request: defects, and an abort. */
export async function tryMedia(
  request: VideoRequest,
  route: Route,
  context: PlanContext,
): Promise<LoadedRequest & { readonly mistakes: readonly MediumMistake[] }> {
  const media = new Map<string, PlannedMedium>();
  const values = new Map<string, string>();
  const labels = new Map<string, string>();
  const mistakes: MediumMistake[] = [];
  for (const { input, field } of imagesOf(request)) {
    if (values.has(input)) continue;
    const loaded = await context.loadImage(input, route).catch((error: unknown) => {
      if (!isMistake(error)) throw error;
      mistakes.push({ field, error });
    });
    values.set(input, loaded?.value ?? UNREAD);
    if (!loaded) continue;
    const { value, manifest } = loaded;
    media.set(input, { input, ...manifest });
    if (manifest.sha256 !== undefined) labels.set(value, `media:sha256:${manifest.sha256}`);
  }
  return {
    wired: mapImages(request, (input) => values.get(input) ?? input),
    media: [...media.values()],
    labels,
    mistakes,
  };
}

const isMistake = (error: unknown): error is Error =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  error.code !== "KLINGKIT_ABORTED";

interface NamedImage {
  readonly input: string;
  /** Such as `references[0].image`. */
  readonly field: string;
}

function imagesOf(request: VideoRequest): readonly NamedImage[] {
  const found: NamedImage[] = [];
  mapImages(request, (input, field) => {
    found.push({ input, field });
    return input;
  });
  return found;
}

/** The one list of places where a request holds an image. */
function mapImages(request: VideoRequest, change: (input: string, field: string) => string): VideoRequest {
  const { firstFrame, lastFrame, staticMask, references, motion, dynamicMasks } = request;
  return {
    ...request,
    ...(firstFrame === undefined ? {} : { firstFrame: change(firstFrame, "firstFrame") }),
    ...(lastFrame === undefined ? {} : { lastFrame: change(lastFrame, "lastFrame") }),
    ...(staticMask === undefined ? {} : { staticMask: change(staticMask, "staticMask") }),
    ...(references
      ? {
          references: references.map((item, at) => ({
            ...item,
            image: change(item.image, `references[${at}].image`),
          })),
        }
      : {}),
    ...(motion ? { motion: { ...motion, image: change(motion.image, "motion.image") } } : {}),
    ...(dynamicMasks
      ? {
          dynamicMasks: dynamicMasks.map((item, at) => ({
            ...item,
            mask: change(item.mask, `dynamicMasks[${at}].mask`),
          })),
        }
      : {}),
  };
}

/** A payload with long media replaced by their labels, at any depth. */
export function labelMedia(payload: unknown, labels: ReadonlyMap<string, string>): unknown {
  if (typeof payload === "string") return labels.get(payload) ?? payload;
  if (Array.isArray(payload)) return payload.map((entry: unknown) => labelMedia(entry, labels));
  if (typeof payload !== "object" || payload === null) return payload;
  return Object.fromEntries(Object.entries(payload).map(([key, field]) => [key, labelMedia(field, labels)]));
}
