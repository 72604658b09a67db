import type { Route, VideoRequest } from "@klingkit/spec";
import type { PlanContext } from "../context/media-loader.ts";
import { loadInputs, type MediumMistake, type NamedInput } from "./load-inputs.ts";
import { isPlaceholderAddress } from "./needs.ts";
import type { PlannedMedium } from "./plan.ts";
import { mapInputs } from "./request-inputs.ts";

export interface LoadedRequest {
  /** The request with wire values in place of paths. */
  readonly wired: VideoRequest;
  readonly media: readonly PlannedMedium[];
  /** Wire value → the short text that stands for it in a plan. */
  readonly labels: ReadonlyMap<string, string>;
}

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
  const { values, ...loaded } = await loadInputs(imagesOf(request), ({ input }) =>
    context.loadImage(input, route),
  );
  return {
    ...loaded,
    media: loaded.media.filter(({ input }) => !isPlaceholderAddress(input)),
    wired: mapInputs(request, (input) => values.get(input) ?? input),
  };
}

function imagesOf(request: VideoRequest): readonly NamedInput[] {
  const found: NamedInput[] = [];
  mapInputs(request, (input, { field, kind }) => {
    if (kind === "image") found.push({ input, field });
    return input;
  });
  return found;
}
