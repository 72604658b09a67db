import type { Route, VideoRequest } from "@klingkit/spec";
import type { PlannedMedium } from "./plan.ts";

/** A medium made ready by the SDK: its wire value, and what it is. */
export interface LoadedMedium {
  /** URL or bare base64. */
  readonly value: string;
  readonly manifest: {
    readonly name: string;
    readonly kind: "url" | "file";
    readonly sizeBytes?: number;
    readonly sha256?: string;
  };
}

export interface PlanContext {
  /** What is planned will run on an emulator of this machine or network, which reaches addresses that the service cannot. */
  readonly isLocalService?: boolean;
  /** Reads and checks an image for a route; rejects with a coded error. */
  readonly loadImage: (input: string, route: Route) => Promise<LoadedMedium>;
}

export interface LoadedRequest {
  /** The request with wire values in place of paths. */
  readonly wired: VideoRequest;
  readonly media: readonly PlannedMedium[];
  /** Wire value → the short text that stands for it in a plan. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Loads every image of a request; a file that is named twice is read once. */
export async function loadMedia(
  request: VideoRequest,
  route: Route,
  context: PlanContext,
): Promise<LoadedRequest> {
  const media = new Map<string, PlannedMedium>();
  const values = new Map<string, string>();
  const labels = new Map<string, string>();
  for (const input of imagesOf(request)) {
    if (values.has(input)) continue;
    const { value, manifest } = await context.loadImage(input, route);
    values.set(input, value);
    media.set(input, { input, ...manifest });
    if (manifest.sha256 !== undefined) labels.set(value, `media:sha256:${manifest.sha256}`);
  }
  return {
    wired: mapImages(request, (input) => values.get(input) ?? input),
    media: [...media.values()],
    labels,
  };
}

function imagesOf(request: VideoRequest): readonly string[] {
  const found: string[] = [];
  mapImages(request, (input) => {
    found.push(input);
    return input;
  });
  return found;
}

/** The one list of places where a request holds an image. */
function mapImages(request: VideoRequest, change: (input: string) => string): VideoRequest {
  const { firstFrame, lastFrame, staticMask, references, motion, dynamicMasks } = request;
  return {
    ...request,
    ...(firstFrame === undefined ? {} : { firstFrame: change(firstFrame) }),
    ...(lastFrame === undefined ? {} : { lastFrame: change(lastFrame) }),
    ...(staticMask === undefined ? {} : { staticMask: change(staticMask) }),
    ...(references ? { references: references.map((item) => ({ ...item, image: change(item.image) })) } : {}),
    ...(motion ? { motion: { ...motion, image: change(motion.image) } } : {}),
    ...(dynamicMasks
      ? { dynamicMasks: dynamicMasks.map((item) => ({ ...item, mask: change(item.mask) })) }
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
