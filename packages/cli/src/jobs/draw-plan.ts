import {
  type Plan,
  type PlannedJob,
  type PlanPreview,
  requestText,
  sayResultText,
  type Trigger,
  totalsByUnit,
  type UnitTotals,
} from "@klingkit/engine";
import { amountText, ceilingOf, ROUTE_STATE_WORDS, type RouteState, usdNumber } from "@klingkit/spec";
import { widthOf } from "../terminal/cells.ts";
import { countOf } from "../terminal/count-of.ts";
import { formatPairs } from "../terminal/pairs.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable } from "../terminal/table.ts";
import { factsOf, madeOf, sumMade } from "./plan-json.ts";
import { countNoun } from "./result-noun.ts";
import { shortHash } from "./short-hash.ts";
import { trim } from "./trim.ts";

const COLUMNS = [
  { title: "NAME", min: 8, keep: 24 },
  { title: "ROUTE", rank: 2 },
  { title: "STATE", rank: 1 },
  { title: "RESULT", min: 24, keep: 46 },
  { title: "UNITS", isNumber: true },
  { title: "US$", isNumber: true },
] as const;

/** Why a person must approve, in words. */
const REASONS: Readonly<Record<Trigger, (plan: Plan, earlierForPurpose: number) => string>> = {
  "billable-create": () => "it spends units",
  "hypothesis-payload": ({ jobs }) => {
    const unverified = jobs.filter(
      ({ routeState }) => routeState !== "verified" && routeState !== "documented",
    );
    const models = [...new Set(unverified.map(({ model }) => model))];
    return `${models.join(", ")}: the route is unverified`;
  },
  "several-creates-for-one-purpose": ({ jobs }, earlierForPurpose) => {
    if (earlierForPurpose > 0)
      return `${jobs.length} more for a purpose that has ${countOf(earlierForPurpose, "request")}`;
    return jobs.length === 1
      ? "another request for the same purpose"
      : `${countOf(jobs.length, "request")} for one purpose`;
  },
};

/** Why what is left to buy of a plan needs an approval; empty where nothing is. Without a preview: all of the plan. */
export function reasonsText(plan: Plan, preview: PlanPreview | undefined): string {
  const { toBuy, triggers, earlierForPurpose } = preview ?? previewOfNothing(plan);
  return triggers.map((trigger) => REASONS[trigger](toBuy, earlierForPurpose)).join(" · ");
}

/** Of a store that has none of it. */
export const previewOfNothing = (plan: Plan): PlanPreview => ({
  toBuy: plan,
  triggers: plan.triggers,
  earlierForPurpose: 0,
  earlier: plan.jobs.map(() => undefined),
  blocked: [],
  boughtElsewhere: [],
});

function approvalText(plan: Plan, preview: PlanPreview | undefined): string {
  const reasons = reasonsText(plan, preview);
  return reasons === "" ? "not needed" : `needed because ${reasons}`;
}

/** Jobs, totals, warnings and what would have to be approved. `preview`: what was bought before. Default: nothing. */
export function drawPlan(style: Style, plan: Plan, preview?: PlanPreview): string {
  const beside = plan.jobs.flatMap(({ estimate }) => ceilingOf(estimate)?.usd ?? []);
  const rows = plan.jobs.map((job) => cellsOf(style, job, beside));
  const notes = plan.jobs.map((job) => notesOf(style, job));
  return `${formatTable(style, COLUMNS, rows, { notes })}\n${drawTotals(style, plan, preview)}${drawNotes(style, plan)}`;
}

/** `beside`: the prices of all jobs in US dollars. */
function cellsOf(style: Style, job: PlannedJob, beside: readonly number[]): readonly string[] {
  const facts = factsOf(job);
  const made = madeOf(job);
  const most = ceilingOf(job.estimate);
  const sign = job.estimate.isKnown ? "" : "≤ ";
  const price = most
    ? [job.unit === "usd" ? "" : `${sign}${trim(most.units)}`, `${sign}${usdNumber(most.usd, beside)}`]
    : [style.warn("unknown"), style.warn("unknown")];
  return [
    job.issues.length > 0 ? style.bad(job.name) : job.name,
    job.routeId,
    paintState(style, job.routeState),
    [
      job.model,
      made ?? [],
      lengthText(facts?.durationSeconds, made),
      facts?.resolution ?? [],
      facts?.aspectRatio ?? [],
      facts?.audio === undefined || facts.audio === "off" ? [] : `audio ${facts.audio}`,
    ]
      .flat()
      .join(" · "),
    ...price,
  ];
}

/** Of a job that makes other things than one video, only a length that is known. */
function lengthText(seconds: number | undefined, made: string | undefined): string | readonly string[] {
  if (seconds !== undefined) return `${seconds} s`;
  return made === undefined ? "as long as the input" : [];
}

/** What is bought: the words, and the files and links that it works on. */
function notesOf(style: Style, job: PlannedJob): readonly string[] {
  const { media, needs = [] } = job;
  const text = requestText(job);
  const results = needs.flatMap(({ input }) => sayResultText(input) ?? []);
  const inputs = [...media.map(({ input }) => input), ...new Set(results)].join(", ");
  return [...(text === undefined ? [] : [text]), ...(inputs ? [`from ${inputs}`] : [])].map((note) =>
    style.dim(`  ${note}`),
  );
}

/** Where a plan uses several models: what each of them comes to, in the order of the plan. */
function modelPairs({ jobs }: Plan): readonly (readonly [string, string])[] {
  const byModel = [...Map.groupBy(jobs, ({ model }) => model)];
  if (byModel.length < 2) return [];
  const rows = byModel.map(([model, those]) => [model, sumMade(those), sumText(those)]);
  const widthAt = (at: number) => Math.max(...rows.map((row) => widthOf(row[at] ?? "")));
  const [nameWidth, countWidth, sumWidth] = [widthAt(0), widthAt(1), widthAt(2)];
  return rows.map(([model = "", count = "", sum = ""], at) => [
    at === 0 ? "per model" : "",
    `${model.padEnd(nameWidth)}  ${count.padEnd(countWidth)}  ${sum.padStart(sumWidth)}`,
  ]);
}

/** Amounts of different units are never added. */
function sumText(jobs: readonly PlannedJob[]): string {
  const priced = jobs.filter(({ estimate }) => ceilingOf(estimate) !== undefined);
  const sums = [...Map.groupBy(priced, ({ unit }) => unit)].map(([unit, those]) => {
    const units = those.reduce((sum, { estimate }) => sum + (ceilingOf(estimate)?.units ?? 0), 0);
    const sign = those.every(({ estimate }) => estimate.isKnown) ? "" : "≤ ";
    return `${sign}${amountText(units, unit)}`;
  });
  return withUnpriced(sums, jobs.length - priced.length);
}

/** What has a price first, and then how many have none, so that nobody takes a sum for the whole. */
function withUnpriced(sums: readonly string[], unpriced: number): string {
  if (unpriced === 0) return sums.join(" and ");
  return sums.length === 0 ? "an unknown price" : [...sums, `${unpriced} of unknown price`].join(" and ");
}

function paintState(style: Style, state: RouteState): string {
  const word = ROUTE_STATE_WORDS[state];
  if (state === "verified") return style.good(word);
  return state === "documented" ? style.accent(word) : style.warn(word);
}

/** `9.3 units (US$ 1.30)` or `at most 27 units (…)`, with the jobs that have no price after all units; each unit by itself. */
export function totalText(totals: Plan["totals"]): string {
  const units = totalsByUnit(totals);
  const priced = units.filter(({ jobs, unpricedJobs }) => jobs === 0 || unpricedJobs < jobs);
  return withUnpriced(
    priced.map(unitTotalText),
    units.reduce((sum, { unpricedJobs }) => sum + unpricedJobs, 0),
  );
}

function unitTotalText({ units, unit, usd, boundedJobs = 0 }: UnitTotals): string {
  const amount =
    unit === "usd" ? amountText(usd, unit) : `${amountText(units, unit)} (US$ ${usdNumber(usd)})`;
  return `${boundedJobs > 0 ? "at most " : ""}${amount}`;
}

/** Who named the prices in US dollars, which a service may tell when it is asked. */
function sourcesOf({ jobs }: Plan): readonly (readonly [string, string])[] {
  const inDollars = jobs.filter(({ unit }) => unit === "usd");
  const asked = inDollars.filter(({ estimate }) => estimate.isAsked).length;
  const card = inDollars.find(({ estimate }) => !estimate.isAsked)?.estimate.priceCard;
  const texts = [
    ...(asked === 0 ? [] : [`${countOf(asked, "price")} named by the service`]),
    ...(card === undefined ? [] : [`${inDollars.length - asked} from the price list ${card}`]),
  ];
  return texts.length === 0 ? [] : [["prices in US$", texts.join(", ")]];
}

function drawTotals(style: Style, plan: Plan, preview: PlanPreview | undefined): string {
  const isVideos = plan.jobs.every((job) => madeOf(job) === undefined);
  const count = countOf(plan.jobs.length, isVideos ? countNoun(plan.jobs, "request") : "request");
  return formatPairs(
    [
      ["total", style.bold(`${count}, ${totalText(plan.totals)}`)],
      ...modelPairs(plan),
      ...sourcesOf(plan),
      ["purpose", plan.purpose],
      ["approval", approvalText(plan, preview)],
      ["plan", shortHash(plan.hash)],
    ],
    style.dim,
  );
}

/** Warnings. Mistakes are left to the error that follows the plan: it has the place of each in the file. */
function drawNotes(style: Style, plan: Plan): string {
  const lines = plan.jobs.flatMap(({ name, warnings }) =>
    warnings.map(({ message }) => `  ${style.warn("warning")}  ${showOnOneLine(`${name}: ${message}`)}\n`),
  );
  return lines.length === 0 ? "" : `\n${lines.join("")}`;
}
