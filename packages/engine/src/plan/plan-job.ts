import {
  compile,
  type Estimate,
  findWiderRoute,
  INVALID_PARAMETER,
  type Issue,
  type ResultOutcome,
  type Route,
  type VideoFacts,
  type VideoRequest,
  type Warning,
} from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { refuseUnknown } from "../arguments/refuse-unknown.ts";
import { requireObjects } from "../arguments/require-arguments.ts";
import { isLocal, type PlanContext } from "../context/media-loader.ts";
import { hashOf } from "./canonical.ts";
import { labelMedia } from "./label-media.ts";
import type { MediumMistake } from "./load-inputs.ts";
import { type LoadedRequest, tryMedia } from "./load-media.ts";
import { labelNeeds, type PlannedNeed, withPlaceholders } from "./needs.ts";
import { DEFAULT_OUTPUT, findLengthMistake, formatOutput } from "./output-template.ts";
import type { PlannedJob } from "./plan.ts";

/** Whose routes these are. */
const SERVICE = "kling";

export interface JobRequest {
  readonly name: string;
  /** 1-based place in the batch. */
  readonly index: number;
  /** Media stand as paths or URLs. */
  readonly request: VideoRequest;
  readonly route: Route;
  /** What other jobs of the plan make for it; `request` has the texts of `resultOf` in their places. */
  readonly needs?: readonly PlannedNeed[];
  readonly inputVideoSeconds?: number;
  /** Plans a model that the service has retired, for an emulator that runs it. */
  readonly allowsRetired?: true;
  /** Path template; default `{name}.mp4`. */
  readonly output?: string;
  /** Warnings make the job one with mistakes. */
  readonly strict?: true;
}

const JOB_NAMES: KeysOf<JobRequest> = {
  name: true,
  index: true,
  request: true,
  route: true,
  needs: true,
  inputVideoSeconds: true,
  allowsRetired: true,
  output: true,
  strict: true,
};

/** What a planned job was planned from; its path is not part of it. */
export const jobRequestOf = (planned: PlannedJob, route: Route): JobRequest => ({
  name: planned.name,
  index: 1,
  request: planned.request,
  route,
  ...extrasOf(planned),
});

function extrasOf({
  inputVideoSeconds,
  allowsRetired,
  needs = [],
}: Pick<JobRequest, "inputVideoSeconds" | "allowsRetired" | "needs">) {
  return {
    ...(needs.length === 0 ? {} : { needs }),
    ...(inputVideoSeconds === undefined ? {} : { inputVideoSeconds }),
    ...(allowsRetired ? { allowsRetired } : {}),
  };
}

/** Compiles one request for its route. Rejects with the loader's error where an image cannot be read. */
export async function planJob(wanted: JobRequest, context: PlanContext): Promise<PlannedJob> {
  requireObjects("planJob", { wanted, context });
  refuseUnknown("planJob", wanted, JOB_NAMES);
  const { job, unread } = await judgeJob(wanted, context);
  const [first] = unread;
  if (first) throw first.error;
  return job;
}

/** A job as far as it can be planned, and the images that cannot be read. With any of these it is only good for its issues. */
export interface JudgedJob {
  readonly job: PlannedJob;
  readonly results: readonly ResultOutcome[];
  readonly unread: readonly MediumMistake[];
}

/** The same, for a caller that lists all mistakes. */
export async function judgeJob(wanted: JobRequest, context: PlanContext): Promise<JudgedJob> {
  const placed = withPlaceholders(wanted.request, wanted.needs);
  const { mistakes: unread, ...loaded } = await tryMedia(placed, wanted.route, context);
  return { ...writeJob(wanted, loaded, context), unread };
}

function writeJob(
  wanted: JobRequest,
  { wired, media, labels }: LoadedRequest,
  context: PlanContext,
): Omit<JudgedJob, "unread"> {
  const { name, request, route } = wanted;
  const extras = extrasOf(wanted);
  const { needs, ...given } = extras;
  const options = { ...given, isLocalService: isLocal(context, SERVICE) };
  const { method, path, body, estimate, warnings, facts, ...compiled } = compile(wired, route, options);
  const written = withWiderRoute(compiled.issues, findWiderRoute(wired, compiled, options));
  const found = wanted.strict ? [...written, ...warnings.map(asIssue)] : written;
  const payload = labelNeeds(labelMedia(body, labels), needs);
  const output = outputOf(wanted, facts);
  const issues = [...found, ...outputIssues(output)];
  const job: PlannedJob = {
    name,
    hash: payloadHashOf({ method, path, payload }),
    request,
    service: SERVICE,
    ...(route.operation === undefined ? {} : { operation: route.operation.id }),
    routeId: route.id,
    routeState: route.state,
    capability: route.capability,
    model: route.model,
    method,
    path,
    payload,
    media,
    estimate: issues.length > 0 ? unpriced(estimate) : estimate,
    issues,
    warnings,
    ...extras,
    output,
  };
  return { job, results: [resultOf(facts)] };
}

const resultOf = ({ durationSeconds: seconds }: Partial<VideoFacts> = {}): ResultOutcome => ({
  kind: "video",
  ...(typeof seconds === "number" ? { seconds } : {}),
});

/** Names the route that would take the request, after the last limit that refuses it. */
const withWiderRoute = (issues: readonly Issue[], other: Route | undefined): readonly Issue[] =>
  other === undefined
    ? issues
    : issues.map((issue, at) =>
        at === issues.length - 1
          ? {
              ...issue,
              message: `${issue.message} ${other.id} takes it: to use it, set \`model: ${other.model}\`, and look at its price.`,
            }
          : issue,
      );

/** A file that could not be written would be noticed after it was paid for. */
function outputIssues(output: string): readonly Issue[] {
  const mistake = findLengthMistake(output);
  if (mistake === undefined) return [];
  return [outputIssue(mistake)];
}

export const outputIssue = (message: string): Issue => ({
  rule: "output",
  path: "output",
  field: "output",
  message: `output: ${message}.`,
  serviceCode: INVALID_PARAMETER,
});

const asIssue = (warning: Warning): Issue => ({ ...warning, serviceCode: INVALID_PARAMETER });

/** What the service would refuse has no price, and adds nothing to a total that somebody may read. */
export const unpriced = ({ priceCard }: Estimate): Estimate => ({
  isKnown: false,
  reason: "the request has mistakes",
  priceCard,
});

/** What an approval is bound to. */
export const payloadHashOf = ({
  method,
  path,
  payload,
}: Pick<PlannedJob, "method" | "path" | "payload">): string => hashOf({ method, path, payload });

function outputOf(
  { output = DEFAULT_OUTPUT, index, name, route }: JobRequest,
  facts: VideoFacts | undefined,
): string {
  return formatOutput(output, {
    index,
    name,
    model: route.model,
    ratio: facts?.aspectRatio,
    seconds: facts?.durationSeconds,
    resolution: facts?.resolution,
    kind: "video",
    ext: "mp4",
  });
}
