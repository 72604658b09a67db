import { namesOfModel } from "../../kling/facts/models.ts";
import type { VideoRequest } from "../../kling/video/request.ts";
import { ceilingOf } from "../../operation/price.ts";
import { requireObject } from "../../require-arguments.ts";
import type { HiggsfieldCreate, HiggsfieldWorkflow } from "../operation.ts";
import { HIGGSFIELD_CREATES } from "../operations/index.ts";
import { compileHiggsfield, type HiggsfieldCompiled, type HiggsfieldCompileOptions } from "./compile.ts";

/** Workflows that a request fits, best first. */
export function workflowsOf(request: VideoRequest): readonly HiggsfieldWorkflow[] {
  requireObject("workflowsOf", { request });
  const { motion, video, references = [], firstFrame, lastFrame, elements = [] } = request;
  if (motion) return ["motion-control"];
  if (video) return [video.use === "base" ? "video-edit" : "video-reference"];
  if (references.length > 0) return ["image-reference"];
  if (firstFrame !== undefined || lastFrame !== undefined)
    return ["image-to-video", "first-last-frame", "image-reference"];
  return elements.length > 0 ? ["image-reference", "text-to-video"] : ["text-to-video"];
}

export interface HiggsfieldQuery extends HiggsfieldCompileOptions {
  /** Any name of a model. Default: any model. */
  readonly model?: string | undefined;
}

/** The request compiled for each endpoint that its kind of input fits, those that take it first, cheaper ones before dearer ones. */
export function compileForHiggsfield(
  request: VideoRequest,
  { model, ...options }: HiggsfieldQuery = {},
): readonly HiggsfieldCompiled[] {
  const workflows = workflowsOf(request);
  const names = model === undefined ? undefined : [model, ...namesOfModel(model)];
  const fits = ({ state, workflow, model: own }: HiggsfieldCreate) =>
    state !== "legacy" &&
    state !== "retired" &&
    workflows.includes(workflow) &&
    (names?.includes(own) ?? true);
  const usd = ({ estimate }: HiggsfieldCompiled) => ceilingOf(estimate)?.usd ?? Number.MAX_VALUE;
  return HIGGSFIELD_CREATES.filter(fits)
    .map((operation) => compileHiggsfield(request, operation, options))
    .toSorted(
      (left, right) =>
        left.issues.length - right.issues.length ||
        usd(left) - usd(right) ||
        workflows.indexOf(left.operation.workflow) - workflows.indexOf(right.operation.workflow),
    );
}
