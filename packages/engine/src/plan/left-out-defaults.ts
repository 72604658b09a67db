import type { Issue, Warning } from "@klingkit/spec";
import { isDecidedByInput } from "./decided-by-input.ts";
import type { PlannedJob } from "./plan.ts";
import { type RequestItem, requestOf } from "./request-planner.ts";

/** Rules by which an operation refuses a field that it does not have, whatever its value is. */
const NO_FIELD: readonly string[] = ["unknown-field", "unsupported-field"];

type Judged = Pick<PlannedJob, "issues"> | undefined;

function refusedDefaults({ item }: RequestItem, job: Judged): readonly Issue[] {
  const { defaulted = [] } = item;
  return (job?.issues ?? []).filter(
    ({ rule, field }) => NO_FIELD.includes(rule) && field !== undefined && defaulted.includes(field),
  );
}

/**
 * The item without the defaults that the job's operation does not have and that its input decides anyway; undefined where there are
 * none. All others stay and are refused: another model may have them, so that leaving them out would buy another video than was
 * asked for. What an operation has is never left out, so that payloads of earlier plans stay the same.
 */
export function withoutIdleDefaults(wanted: RequestItem, job: Judged): RequestItem | undefined {
  const request = requestOf(wanted);
  const idle = refusedDefaults(wanted, job).flatMap(({ field = "" }) =>
    isDecidedByInput(field, request) ? [field] : [],
  );
  if (idle.length === 0) return undefined;
  const { defaulted = [], name, request: at, ...fields } = wanted.item;
  const kept = Object.fromEntries(Object.entries(fields).filter(([field]) => !idle.includes(field)));
  const left = defaulted.filter((field) => !idle.includes(field));
  return { ...wanted, item: { ...kept, name, request: at, defaulted: left } };
}

/** Remarks that a field has no effect, because the input decides. */
const NO_EFFECT: readonly string[] = ["aspect-ratio-ignored"];

/** The job without remarks on defaults that its input decides: nobody asked for them in this request. */
export function withoutIdleRemarks<Job extends PlannedJob>({ item }: RequestItem, job: Job): Job {
  const isIdle = ({ rule, field = "" }: Warning) =>
    NO_EFFECT.includes(rule) && (item.defaulted ?? []).includes(field);
  return job.warnings.some(isIdle) ? { ...job, warnings: job.warnings.filter((one) => !isIdle(one)) } : job;
}

/** The job with the way out beside each default that its operation does not have. */
export function withDefaultHints<Job extends PlannedJob>(wanted: RequestItem, job: Job): Job {
  const refused = refusedDefaults(wanted, job);
  if (refused.length === 0) return job;
  const issues = job.issues.map((issue) =>
    refused.includes(issue)
      ? {
          ...issue,
          message: `${issue.message} To go without the default here, set \`${issue.field}: null\`.`,
        }
      : issue,
  );
  return { ...job, issues };
}
