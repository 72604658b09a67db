import { type AccountKey, type PlannedJob, type PlanPreview, stateWord } from "@klingkit/engine";
import { countOf } from "../terminal/count-of.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable } from "../terminal/table.ts";
import { totalText } from "./draw-plan.ts";
import { fileOf, filesJson, madeText } from "./files-json.ts";
import { totalsJson } from "./plan-json.ts";
import { resultNoun } from "./result-noun.ts";

const COLUMNS = [
  { title: "ALREADY THERE", min: 8 },
  { title: "STATE" },
  { title: "JOB", min: 9, cut: "middle", rank: 1 },
  { title: "FILE", min: 12, cut: "middle" },
] as const;

/** What was bought before, and by whom. */
export interface FoundPreview extends PlanPreview {
  readonly accountFor: (job: Pick<PlannedJob, "service">) => AccountKey;
}

export const hasEarlier = ({ earlier }: PlanPreview): boolean => earlier.some((job) => job !== undefined);

/** `1 of 4 videos, 3 units (US$ 0.42)`, or `nothing`. */
const leftToBuyText = ({ earlier, toBuy }: PlanPreview): string =>
  toBuy.jobs.length === 0
    ? "nothing"
    : `${toBuy.jobs.length} of ${countOf(earlier.length, resultNoun(toBuy.jobs))}, ${totalText(toBuy.totals)}`;

/** What is not bought again, and what is left to buy; empty where nothing is there. */
export function drawPreview(style: Style, preview: PlanPreview): string {
  const { earlier } = preview;
  const there = earlier.flatMap((job) => job ?? []);
  if (there.length === 0) return "";
  const rows = there.map((job) => [
    showOnOneLine(job.name),
    stateWord(job),
    job.id,
    job.state === "collected" ? madeText(job, job.assets) : "-",
  ]);
  return `\n${formatTable(style, COLUMNS, rows)}${style.dim("left to buy")}  ${style.bold(leftToBuyText(preview))}\n`;
}

/** The line for people below a comparison of plans, which shows no jobs. */
export const drawLeftToBuy = (style: Style, preview: FoundPreview): string =>
  `${style.dim("to buy")}  ${style.bold(leftToBuyText(preview))}; the rest was bought before\n${emulatedNote(style, preview)}`;

/** Without a key, purchases of `--emulated` are meant: they are none at the service. */
export function emulatedNote(style: Style, { accountFor, toBuy }: FoundPreview): string {
  const { account } = accountFor(toBuy.jobs[0] ?? {});
  if (!/^emulated( |$)/.test(account)) return "";
  return style.dim("This is what --emulated made. At the real service, a run may buy all of it.\n");
}

export function previewJson({ earlier, toBuy }: PlanPreview): Readonly<Record<string, unknown>> {
  const there = earlier.flatMap((job) => job ?? []);
  return {
    already_there: there.map(({ id, name, state, filePath, assets }) => ({
      job: id,
      name,
      state,
      file: state === "collected" ? fileOf({ filePath }) : null,
      files: filesJson(assets),
    })),
    to_buy: { plan_hash: toBuy.hash, totals: totalsJson(toBuy.totals), triggers: toBuy.triggers },
  };
}
