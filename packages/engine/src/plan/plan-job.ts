import { type CreateFacts, compile, type Route, type VideoRequest } from "@klingkit/spec";
import { hashOf } from "./canonical.ts";
import { labelMedia, loadMedia, type PlanContext } from "./load-media.ts";
import { DEFAULT_OUTPUT, formatOutput } from "./output-template.ts";
import type { PlannedJob } from "./plan.ts";

export interface JobWish {
  readonly name: string;
  /** 1-based place in the batch. */
  readonly index: number;
  /** Media stand as paths or URLs. */
  readonly request: VideoRequest;
  readonly route: Route;
  readonly inputVideoSeconds?: number;
  /** Path template; default `{name}.mp4`. */
  readonly output?: string;
}

/** Compiles one wish for its route. */
export async function planJob(wish: JobWish, context: PlanContext): Promise<PlannedJob> {
  const { name, request, route, inputVideoSeconds } = wish;
  const { wired, media, labels } = await loadMedia(request, route, context);
  const length = inputVideoSeconds === undefined ? {} : { inputVideoSeconds };
  const { method, path, body, estimate, issues, warnings, facts } = compile(wired, route, length);
  const payload = labelMedia(body, labels);
  return {
    name,
    hash: hashOf({ method, path, payload }),
    request,
    routeId: route.id,
    routeState: route.state,
    capability: route.capability,
    model: route.model,
    method,
    path,
    payload,
    media,
    estimate,
    issues,
    warnings,
    ...length,
    output: outputOf(wish, facts),
  };
}

function outputOf(
  { output = DEFAULT_OUTPUT, index, name, route }: JobWish,
  facts: CreateFacts | undefined,
): string {
  return formatOutput(output, {
    index,
    name,
    model: route.model,
    ratio: (facts?.aspectRatio ?? "input").replace(":", "x"),
    seconds: String(facts?.durationSeconds ?? "input"),
    resolution: facts?.resolution ?? "unknown",
  });
}
