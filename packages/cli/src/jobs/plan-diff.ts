import { isOperationJob, type Plan, type PlannedJob, sayResultText } from "@klingkit/engine";
import { amountText, ceilingOf, isJsonObject } from "@klingkit/spec";
import { showOnOneLine } from "../terminal/show-controls.ts";
import type { Style } from "../terminal/style.ts";
import { totalText } from "./draw-plan.ts";
import { totalsJson } from "./plan-json.ts";

interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

interface ChangedJob {
  readonly name: string;
  readonly changes: readonly FieldChange[];
}

export interface PlanDiff {
  readonly before: Plan;
  readonly after: Plan;
  readonly added: readonly PlannedJob[];
  readonly removed: readonly PlannedJob[];
  readonly changed: readonly ChangedJob[];
}

/** Sets two plans beside each other, request by request. Requests are matched by name, equal names in their order. */
export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const old = byKey(before);
  const now = byKey(after);
  const changed = [...now].flatMap(([key, job]) => {
    const earlier = old.get(key);
    const changes = earlier === undefined ? [] : changesOf(earlier, job);
    return changes.length === 0 ? [] : [{ name: job.name, changes }];
  });
  return {
    before,
    after,
    added: [...now].filter(([key]) => !old.has(key)).map(([, job]) => job),
    removed: [...old].filter(([key]) => !now.has(key)).map(([, job]) => job),
    changed,
  };
}

export const isSamePlan = ({ added, removed, changed }: PlanDiff): boolean =>
  added.length + removed.length + changed.length === 0;

function byKey({ jobs }: Plan): ReadonlyMap<string, PlannedJob> {
  const counts = new Map<string, number>();
  return new Map(
    jobs.map((job) => {
      const count = (counts.get(job.name) ?? 0) + 1;
      counts.set(job.name, count);
      return [`${count} ${job.name}`, job];
    }),
  );
}

/** What of a job a person has asked for, or pays. A file that changed has another hash, and so has what another job makes. */
function factsOf(job: PlannedJob): Readonly<Record<string, unknown>> {
  const { needs = [], output, routeId: route } = job;
  const units = ceilingOf(job.estimate)?.units ?? null;
  const media = job.media.map(({ input, sha256 }) => (sha256 === undefined ? input : `${input} ${sha256}`));
  const takes = needs.map(({ input, hash }) => `${sayResultText(input) ?? input} ${hash}`);
  const body = isOperationJob(job) && isJsonObject(job.payload) ? job.payload : {};
  return { ...body, ...job.request, route, output, media, ...(takes.length === 0 ? {} : { takes }), units };
}

function changesOf(before: PlannedJob, after: PlannedJob): readonly FieldChange[] {
  const old = factsOf(before);
  const now = factsOf(after);
  const fields = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...fields]
    .filter((field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]))
    .map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }));
}

export function planDiffJson(diff: PlanDiff): Readonly<Record<string, unknown>> {
  const brief = ({ name, routeId, output, estimate }: PlannedJob) => ({
    name,
    route: routeId,
    output,
    units: ceilingOf(estimate)?.units ?? null,
  });
  return {
    success: true,
    is_same: isSamePlan(diff),
    added: diff.added.map(brief),
    removed: diff.removed.map(brief),
    changed: diff.changed,
    totals: { before: totalsJson(diff.before.totals), after: totalsJson(diff.after.totals) },
  };
}

export function drawPlanDiff(style: Style, diff: PlanDiff): string {
  if (isSamePlan(diff)) return `${style.good("same")} The plans ask for the same videos.\n`;
  const line = (sign: string, { name, routeId, estimate }: PlannedJob) => {
    const price = ceilingOf(estimate);
    return `${sign} ${showOnOneLine(name)}  ${style.dim(routeId)}  ${price === undefined ? "unknown price" : amountText(price.units, price.unit)}\n`;
  };
  return [
    ...diff.removed.map((job) => line(style.bad("-"), job)),
    ...diff.added.map((job) => line(style.good("+"), job)),
    ...diff.changed.flatMap(({ name, changes }) => [
      `${style.warn("~")} ${showOnOneLine(name)}\n`,
      ...changes.map(
        ({ field, before, after }) =>
          `    ${field}: ${shownInput(before, after) ?? shownChange(before, after)}\n`,
      ),
    ]),
    `\n${style.dim("before")}  ${totalText(diff.before.totals)}\n${style.dim("after")}   ${totalText(diff.after.totals)}\n`,
  ].join("");
}

/** Of files and results that have the same name and are others now; a person can do nothing with their hashes. */
function shownInput(before: unknown, after: unknown): string | undefined {
  const [old, current] = [inputNames(before), inputNames(after)];
  return old !== undefined && old === current ? `${old}, which is another now` : undefined;
}

function inputNames(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = value.map((input) => String(input).replace(HASH_BEHIND, ""));
  return names.some((name, at) => name !== value[at]) ? showOnOneLine(names.join(", ")) : undefined;
}

const HASH_BEHIND = / (?:sha256:)?[0-9a-f]{64}$/;

const SHOWN_CHARACTERS = 60;
/** Of what two long texts have in common, before the first difference. */
const SHARED_CHARACTERS = 40;

/** Both values, long texts from a little before the first letter that differs. */
function shownChange(before: unknown, after: unknown): string {
  const [old, current] = [textOf(before), textOf(after)];
  const length = Math.max(old.length, current.length);
  let same = 0;
  while (same < length && old[same] === current[same]) same += 1;
  const start = length > SHOWN_CHARACTERS ? Math.max(0, same - SHARED_CHARACTERS) : 0;
  return `${partOf(old, start)} → ${partOf(current, start)}`;
}

function textOf(value: unknown): string {
  if (value === null) return "none";
  return showOnOneLine(typeof value === "string" ? value : JSON.stringify(value));
}

function partOf(text: string, start: number): string {
  const end = start + SHOWN_CHARACTERS;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${text.length > end ? "…" : ""}`;
}
