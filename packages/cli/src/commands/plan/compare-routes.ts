import {
  type ComparedRequest,
  compareRoutes,
  leftOutOf,
  type PlanContext,
  type PlannedJob,
  type RouteChoice,
} from "@klingkit/engine";
import { ceilingOf, ROUTE_STATE_WORDS, usdNumber } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { estimateJson } from "../../jobs/estimate.ts";
import { readBatchFile } from "../../jobs/read-plan.ts";
import { wrapWords } from "../../terminal/cells.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { showOnOneLine } from "../../terminal/show-controls.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";

interface ToCompare {
  readonly file: string;
  readonly context: PlanContext;
  readonly choice: RouteChoice;
  readonly strict: boolean | undefined;
}

/** Prints what each route of every service would make of each request, and at which price. Nothing is sent. */
export async function printComparison(
  deps: Deps,
  options: OutputOptions,
  { file, context: given, choice, strict }: ToCompare,
): Promise<void> {
  const { batch, context, ...origin } = await readBatchFile(deps, file, given);
  const named = strict ? { ...batch, strict } : batch;
  const requests = await compareRoutes(named, context, origin, choice);
  // Those that take the request first, cheaper ones before dearer ones.
  const compared = requests.map((one) => ({ ...one, offers: one.offers.toSorted(byPrice) }));
  const result = { success: true, requests: compared.map(comparedJson) };
  printResult(deps, options, result, (style) => compared.map((one) => drawCompared(style, one)).join("\n"));
}

const usdOf = ({ estimate }: PlannedJob): number => ceilingOf(estimate)?.usd ?? Number.MAX_VALUE;

const byPrice = (left: PlannedJob, right: PlannedJob): number =>
  Math.min(1, left.issues.length) - Math.min(1, right.issues.length) ||
  leftOutOf(left).length - leftOutOf(right).length ||
  usdOf(left) - usdOf(right);

const comparedJson = ({ name, offers, note }: ComparedRequest) => ({
  name,
  ...(note === undefined ? {} : { note }),
  routes: offers.map((job) => ({
    service: job.service ?? "kling",
    route: job.routeId,
    model: job.model,
    state: job.routeState,
    estimate: estimateJson(job.estimate),
    issues: job.issues.map(({ message }) => message),
    warnings: job.warnings.map(({ message }) => message),
  })),
});

/** `cfgScale: kling-v2-5-turbo ignores it.`: the route takes the request, and leaves something out. */
const leftOutText = (job: PlannedJob): string =>
  leftOutOf(job)
    .map(({ message }) => showOnOneLine(message))
    .join(" ");

const COLUMNS = [
  { title: "SERVICE" },
  { title: "ROUTE", min: 20, cut: "middle", keepsApart: true },
  { title: "STATE", rank: 4 },
  { title: "US$", isNumber: true },
  { title: "REFUSES", min: 16 },
] as const;

function drawCompared(style: Style, { name, offers, note }: ComparedRequest): string {
  const beside = offers.flatMap(({ estimate }) => ceilingOf(estimate)?.usd ?? []);
  const rows = offers.map((job) => {
    const price = ceilingOf(job.estimate);
    const [first] = job.issues;
    return [
      job.service ?? "kling",
      job.routeId,
      ROUTE_STATE_WORDS[job.routeState],
      price === undefined || first
        ? style.dim("–")
        : `${job.estimate.isKnown ? "" : "≤ "}${usdNumber(price.usd, beside)}`,
      first ? style.warn(showOnOneLine(first.message)) : style.dim(leftOutText(job)),
    ];
  });
  const table =
    rows.length === 0 ? `${style.warn("no route makes this")}\n` : formatTable(style, COLUMNS, rows);
  const below = note === undefined ? "" : `${wrapWords(style.dim(note), style.columns ?? 80)}\n`;
  return `${style.bold(name)}\n${table}${below}`;
}
