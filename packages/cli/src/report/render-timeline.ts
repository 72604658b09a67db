import type { Unit } from "@klingkit/spec";
import { amountText } from "../jobs/amount-text.ts";
import { type Html, html } from "./html.ts";
import type { ReportData, ReportJob } from "./report-data.ts";
import { costText, durationText } from "./texts.ts";

/** Width of a drawing in its own units; it is stretched to the width of the page. */
const WIDTH = 1000;
const ROW_HEIGHT = 10;
const CURVE_HEIGHT = 100;
const AXIS_STEPS = 4;
/** Deeper jobs of a chain are not indented further: their names must stay readable. */
const MOST_STEPS = 4;
/**
 * With more jobs than this, the rows are text until the timeline comes near: then the script makes them of it. A browser that runs
 * no script shows them at once.
 */
const MOST_ROWS_AT_ONCE = 60;

interface Scale {
  readonly startMs: number;
  readonly spanMs: number;
}

const tenthOf = (value: number): number => Math.round(value * 10) / 10;

const at = ({ startMs, spanMs }: Scale, ms: number): number => tenthOf(((ms - startMs) / spanMs) * WIDTH);

/** What every job did when, how many ran at once, and how the cost grew. */
export function renderTimeline({ timeline: jobs, figures, batchIds, ...data }: ReportData): Html {
  const { startedAtMs, endedAtMs } = figures;
  // Of a batch without an approval, nothing is known of what was allowed.
  const approved = new Set(data.approvals.flatMap((approval) => approval.batchIds));
  const approvals = batchIds.every((id) => approved.has(id)) ? data.approvals : [];
  const scale = { startMs: startedAtMs, spanMs: Math.max(1, endedAtMs - startedAtMs) };
  const rows = html`${jobs.map((job) => renderRow(job, scale))}`;
  return html`<section class="timeline" aria-labelledby="timeline">
<h2 id="timeline">Timeline</h2>
<ul class="legend"><li class="waiting">waiting</li><li class="sending">sending</li><li class="running">running</li><li class="downloading">downloading</li><li class="lost">response lost</li><li class="found">task found</li><li class="refused">refused for now</li></ul>
<div class="rows" tabindex="0" role="region" aria-label="Timeline of each job">${jobs.length > MOST_ROWS_AT_ONCE ? html`<noscript>${rows}</noscript>` : rows}</div>
<div class="axis" aria-hidden="true">${axisOf(scale).map((text) => html`<span>${text}</span>`)}</div>
${renderRunning(jobs, scale)}
${renderSpend(jobs, scale, approvals)}
</section>`;
}

const axisOf = ({ spanMs }: Scale): readonly string[] =>
  Array.from({ length: AXIS_STEPS + 1 }, (_, step) => durationText((spanMs * step) / AXIS_STEPS));

function renderRow({ id, segments, marks, depth, replacedBy, ...job }: ReportJob, scale: Scale): Html {
  const name = replacedBy === undefined ? job.name : `${job.name} (earlier take)`;
  const took = segments
    .map(({ stage, fromMs, toMs }) => `${stage} ${durationText(toMs - fromMs)}`)
    .join(", ");
  const bars = segments.map(
    ({ stage, fromMs, toMs }) =>
      html`<rect class="${stage}" x="${at(scale, fromMs)}" width="${Math.max(1, tenthOf(at(scale, toMs) - at(scale, fromMs)))}"/>`,
  );
  const lines = marks.map(
    ({ kind, atMs, text }) =>
      html`<line class="${kind}" x1="${at(scale, atMs)}" x2="${at(scale, atMs)}" y1="0" y2="10"><title>${text}</title></line>`,
  );
  return html`<a class="row" href="#job-${replacedBy ?? id}"><span dir="auto">${depth > 0 && `${"\u2007".repeat(Math.min(depth, MOST_STEPS) * 2 - 2)}↳ `}${job.isFailed && html`<b>✗</b> `}${name}</span><svg viewBox="0 0 ${WIDTH} ${ROW_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${name}: ${took}">${bars}${lines}</svg></a>
`;
}

/** How many tasks ran at once. */
function renderRunning(jobs: readonly ReportJob[], scale: Scale): Html {
  const steps = jobs
    .flatMap(({ segments }) => segments.filter(({ stage }) => stage === "running"))
    .flatMap(({ fromMs, toMs }) => [
      { ms: fromMs, change: 1 },
      { ms: toMs, change: -1 },
    ]);
  const { points, most } = sum(steps);
  if (most === 0) return html``;
  return html`<div class="chart"><div><h3>Tasks running</h3><p>At most ${most} of these jobs at once.</p></div>
${curve(`Tasks of these jobs that ran at once, at most ${most}`, pathOf(points, scale, most), "area")}</div>
`;
}

interface Step {
  readonly ms: number;
  readonly change: number;
}

function sum(steps: readonly Step[]): { readonly points: readonly Step[]; readonly most: number } {
  let value = 0;
  let most = 0;
  const points: { ms: number; change: number }[] = [];
  for (const { ms, change } of steps.toSorted((one, other) => one.ms - other.ms)) {
    value += change;
    most = Math.max(most, value);
    const last = points.at(-1);
    if (last?.ms === ms) last.change = value;
    else points.push({ ms, change: value });
  }
  return { points, most };
}

/** A line in steps through running totals. */
function pathOf(points: readonly Step[], scale: Scale, most: number): string {
  const y = (value: number) => Math.round((1 - value / most) * (CURVE_HEIGHT - 2) + 1);
  const steps = points.map(({ ms, change }) => `H${at(scale, ms)}V${y(change)}`).join("");
  return `M0 ${y(0)}${steps}H${WIDTH}`;
}

const curve = (label: string, path: string, kind: "area" | "line", limit?: number): Html =>
  html`<svg class="curve" viewBox="0 0 ${WIDTH} ${CURVE_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}"><path class="${kind}" d="${path}${kind === "area" && `V${CURVE_HEIGHT}H0Z`}"/>${limit !== undefined && html`<line class="limit" x1="0" x2="${WIDTH}" y1="${limit}" y2="${limit}"/>`}</svg>
`;

function renderSpend(jobs: readonly ReportJob[], scale: Scale, approvals: ReportData["approvals"]): Html {
  const units = [...new Set(jobs.map(({ unit }) => unit))];
  const curves = units.flatMap((unit) => renderUnit(unit, jobs, { scale, approvals }) ?? []);
  return html`${curves}`;
}

interface Spending {
  readonly scale: Scale;
  readonly approvals: ReportData["approvals"];
}

function renderUnit(
  unit: Unit,
  jobs: readonly ReportJob[],
  { scale, approvals }: Spending,
): Html | undefined {
  const steps = jobs
    .filter((job) => job.unit === unit)
    .flatMap(({ charges }) => charges.map(({ atMs, units }) => ({ ms: atMs, change: units })));
  const { points, most } = sum(steps);
  if (most === 0) return undefined;
  const limits = approvals.filter((approval) => approval.unit === unit);
  const allowed = limits.every(({ maxUnits }) => maxUnits !== undefined)
    ? limits.reduce((total, { maxUnits = 0 }) => total + maxUnits, 0)
    : 0;
  const top = Math.max(most, allowed);
  const limitText = allowed > 0 ? ` Approved: at most ${amountText(allowed, unit)}.` : "";
  const limit = allowed > 0 ? Math.round((1 - allowed / top) * (CURVE_HEIGHT - 2) + 1) : undefined;
  const text = `${costText(most, unit)} at the end, at list price.${limitText}`;
  return html`<div class="chart"><div><h3>Cost over time</h3><p>${text}</p></div>
${curve(`Cost over time. ${text}`, pathOf(points, scale, top), "line", limit)}</div>
`;
}
