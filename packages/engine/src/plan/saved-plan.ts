import { ceilingOf, findRoute, PRICE_CARD, ROUTE_STATE_WORDS } from "@klingkit/spec";
import { requireObjects, requireTexts } from "../arguments/require-arguments.ts";
import type { PlanContext } from "../context/media-loader.ts";
import type { BatchMistake } from "./batch-mistake.ts";
import { canonicalJson } from "./canonical.ts";
import { findDuplicateKey } from "./duplicate-key.ts";
import type { FilePlace } from "./file-place.ts";
import { isSealed } from "./make-plan.ts";
import { findLengthMistake, findPathMistake } from "./output-template.ts";
import { PLAN_VERSION, type Plan, type PlannedJob } from "./plan.ts";
import { fileInvalid, PlanError } from "./plan-error.ts";
import { jobRequestOf, planJob } from "./plan-job.ts";
import { isOperationJob, replanOperation } from "./plan-operation.ts";
import { stateOf } from "./route-state.ts";

/** Why a saved plan no longer says what would happen. */
export interface Staleness {
  readonly job: string;
  readonly reason: "price-card" | "price" | "route-retired" | "route-state" | "medium" | "payload" | "issues";
  readonly message: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Text of a plan file: readable, and the same for the same plan. */
export function formatPlan(plan: Plan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}

/** Reads a saved plan. Throws PlanError when it is no plan, of a newer version, or was changed by hand. */
export function readPlan(text: string, fileName = "plan"): Plan {
  requireTexts("readPlan", { text });
  const value = parseJson(text, fileName);
  if (!isObject(value) || value["kind"] !== "klingkit.plan") {
    throw new PlanError(
      "plan_unreadable",
      `${fileName} is not a plan. Make one from a batch: \`kling plan BATCH -o ${fileName}\`.`,
    );
  }
  if (typeof value["version"] === "number" && value["version"] > PLAN_VERSION) {
    throw new PlanError(
      "plan_newer",
      `${fileName} was made by a newer version of klingkit (plan version ${value["version"]}, this one reads ${PLAN_VERSION}). Update klingkit.`,
    );
  }
  const twice = findDuplicateKey(text);
  if (twice !== undefined) {
    throw new PlanError(
      "plan_altered",
      `${fileName} has the field ${JSON.stringify(twice)} twice in one place, so a person may read another plan than klingkit does. ${AGAIN}`,
    );
  }
  if (!hasPlannedJobs(value) || !isSound(value, fileName)) {
    throw new PlanError("plan_altered", `${fileName} was changed after it was made. ${AGAIN}`);
  }
  const outside = value.jobs.flatMap((job) => outputMistakes(value, job));
  if (outside.length > 0)
    throw fileInvalid(
      "plan_invalid",
      outside.map((mistake) => ({ file: fileName, ...mistake })),
    );
  return value;
}

const AGAIN = "Make it again with `kling plan`, and approve it.";

/** A plan may come from somebody else: its files stay where those of a batch would. */
function outputMistakes(
  { jobs }: Plan,
  { name, output, keepsPath }: PlannedJob,
): readonly Omit<BatchMistake, "file">[] {
  const about = { request: name, field: "output" };
  if (typeof output !== "string") return [{ ...about, message: "must be a path." }];
  const isOwn = keepsPath === true && jobs.length === 1;
  const mistake = isOwn ? findLengthMistake(output) : findPathMistake(output);
  return mistake === undefined
    ? []
    : [
        {
          ...about,
          value: output,
          message: `${JSON.stringify(output)} is no path for a file here: ${mistake}.`,
        },
      ];
}

/** @throws PlanError for one that is nested too deeply to be walked */
function isSound(value: Plan, fileName: string): boolean {
  try {
    return isSealed(value);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new PlanError("plan_unreadable", `${fileName}: fields are nested too deeply to be read. ${AGAIN}`, {
      cause,
    });
  }
}

/** As much of the shape as the seal is made from, which then vouches for the rest. */
function hasPlannedJobs(
  value: Readonly<Record<string, unknown>>,
): value is Plan & Readonly<Record<string, unknown>> {
  const jobs: unknown = value["jobs"];
  if (!Array.isArray(jobs)) return false;
  return jobs.every((job) => isObject(job) && isObject(job["estimate"]) && Array.isArray(job["issues"]));
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `is not valid JSON here, so the file may be cut off. ${AGAIN}`;
    throw fileInvalid("plan_unreadable", [{ ...placeInJson(text, fileName, cause), message }], cause);
  }
}

/** Where the JSON ends to be valid, as far as the engine says it. */
function placeInJson(text: string, file: string, cause: unknown): FilePlace {
  const [, position] = /at position (\d+)/.exec(String(cause)) ?? [];
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { file, line, column, sourceLine: text.split("\n")[line - 1] ?? "" };
}

/** Makes every job of a saved plan again and tells what differs. An empty list means that the plan still holds. */
export async function findStaleness(plan: Plan, context: PlanContext): Promise<readonly Staleness[]> {
  requireObjects("findStaleness", { plan, context });
  const found: Staleness[] = [];
  if (plan.priceCard !== PRICE_CARD.version) {
    found.push({
      job: "*",
      reason: "price-card",
      message: `prices of ${plan.priceCard} were replaced by those of ${PRICE_CARD.version}`,
    });
  }
  for (const job of plan.jobs) found.push(...(await stalenessOfJob(job, context)));
  return found;
}

/** Plans from before units were named count in units of the video pack. */
function priceText({ estimate }: PlannedJob): string {
  // In such a plan the unit is missing, whatever its type says.
  const { unit = "video" }: { readonly unit?: string } = ceilingOf(estimate) ?? {};
  return canonicalJson([
    estimate.isKnown ? { ...estimate, unit } : { ...estimate, ceiling: { ...estimate.ceiling, unit } },
  ]);
}

/** What a service names may differ from the list: only more than what was planned is another price. */
function isPriceKept(planned: PlannedJob, fresh: PlannedJob): boolean {
  if (!planned.estimate.isAsked && !fresh.estimate.isAsked) return priceText(fresh) === priceText(planned);
  const [was, now] = [ceilingOf(planned.estimate), ceilingOf(fresh.estimate)];
  // Without a key nobody can be asked, and the plan holds what was named when it was made.
  if (!fresh.estimate.isAsked) return true;
  return was !== undefined && now !== undefined && now.units <= was.units;
}

async function stalenessOfJob(job: PlannedJob, context: PlanContext): Promise<readonly Staleness[]> {
  const say = (reason: Staleness["reason"], message: string): Staleness => ({
    job: job.name,
    reason,
    message,
  });
  const route = findRoute(job.routeId);
  const isGone = isOperationJob(job)
    ? stateOf(job.routeId) === undefined
    : !route?.operation || (route.state === "retired" && !job.allowsRetired);
  if (isGone) return [say("route-retired", `${job.routeId} is no longer offered`)];
  const fresh =
    isOperationJob(job) || !route
      ? await replanOperation(job, context)
      : await planJob(jobRequestOf(job, route), context);
  const changedMedia = fresh.media.filter(
    (medium) => job.media.find(({ input }) => input === medium.input)?.sha256 !== medium.sha256,
  );
  return [
    ...changedMedia.map(({ input }) => say("medium", `${input} is not the file that was planned`)),
    ...(changedMedia.length === 0 && fresh.hash !== job.hash
      ? [say("payload", "the same request now gives another payload")]
      : []),
    ...(isPriceKept(job, fresh) ? [] : [say("price", "the estimate has changed")]),
    ...(fresh.routeState === job.routeState
      ? []
      : [say("route-state", `${job.routeId} is now ${ROUTE_STATE_WORDS[fresh.routeState]}`)]),
    ...(canonicalJson(fresh.issues) === canonicalJson(job.issues)
      ? []
      : [say("issues", "the rules judge it differently now")]),
  ];
}
