import type { Plan, PlannedJob } from "@klingkit/engine";
import { ceilingOf, type RouteState } from "@klingkit/spec";
import { countOf } from "../terminal/count-of.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import type { Style } from "../terminal/style.ts";
import { formatPairs, formatTable } from "../terminal/table.ts";
import { factsOf } from "./plan-json.ts";
import { trim } from "./trim.ts";

const COLUMNS = [
  { title: "NAME" },
  { title: "ROUTE" },
  { title: "STATE" },
  { title: "SECONDS", isNumber: true },
  { title: "SIZE" },
  { title: "RATIO" },
  { title: "AUDIO" },
  { title: "UNITS", isNumber: true },
  { title: "US$", isNumber: true },
] as const;

/** Jobs, totals, warnings and what would have to be approved. */
export function drawPlan(style: Style, plan: Plan): string {
  const rows = plan.jobs.map((job) => cellsOf(style, job));
  return `${formatTable(COLUMNS, rows, { paintTitle: style.dim })}\n${drawTotals(style, plan)}${drawNotes(style, plan)}`;
}

function cellsOf(style: Style, job: PlannedJob): readonly string[] {
  const facts = factsOf(job);
  const most = ceilingOf(job.estimate);
  const sign = job.estimate.isKnown ? "" : "≤ ";
  const price = most
    ? [`${sign}${trim(most.units)}`, `${sign}${most.usd.toFixed(2)}`]
    : [style.warn("unknown"), style.warn("unknown")];
  return [
    job.issues.length > 0 ? style.bad(job.name) : job.name,
    job.routeId,
    paintState(style, job.routeState),
    facts?.durationSeconds === undefined ? "input" : String(facts.durationSeconds),
    facts?.resolution ?? "-",
    facts?.aspectRatio ?? "input",
    facts?.audio ?? "-",
    ...price,
  ];
}

function paintState(style: Style, state: RouteState): string {
  if (state === "verified") return style.good(state);
  return state === "documented" ? style.accent(state) : style.warn(state);
}

/** `9.3 units (US$ 1.30)` or `at most 27 units (…)`, with the jobs that have no price beside it. */
export function totalText({ units, usd, boundedJobs = 0, unpricedJobs, jobs }: Plan["totals"]): string {
  if (jobs > 0 && unpricedJobs === jobs) return "unknown";
  const known = `${boundedJobs > 0 ? "at most " : ""}${trim(units)} units (US$ ${usd.toFixed(2)})`;
  return unpricedJobs === 0 ? known : `${known} and ${unpricedJobs} of unknown price`;
}

function drawTotals(style: Style, plan: Plan): string {
  const count = countOf(plan.jobs.length, "video");
  return formatPairs(
    [
      ["total", style.bold(`${count}, ${totalText(plan.totals)}`)],
      ["purpose", plan.purpose],
      ["triggers", plan.triggers.join(", ") || "none"],
      ["plan", plan.hash],
    ],
    style.dim,
  );
}

function drawNotes(style: Style, plan: Plan): string {
  const lines = plan.jobs.flatMap(({ name, warnings, issues }) => [
    ...issues.map(({ message }) => `  ${style.bad("issue")}    ${showOnOneLine(`${name}: ${message}`)}\n`),
    ...warnings.map(({ message }) => `  ${style.warn("warning")}  ${showOnOneLine(`${name}: ${message}`)}\n`),
  ]);
  return lines.length === 0 ? "" : `\n${lines.join("")}`;
}
