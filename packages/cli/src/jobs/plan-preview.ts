import { type PlanPreview, stateWord } from "@klingkit/engine";
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

/** What is not bought again, and what is left to buy; empty where nothing is there. */
export function drawPreview(style: Style, { earlier, toBuy }: PlanPreview): string {
  const there = earlier.flatMap((job) => job ?? []);
  if (there.length === 0) return "";
  const rows = there.map((job) => [
    showOnOneLine(job.name),
    stateWord(job),
    job.id,
    job.state === "collected" ? madeText(job, job.assets) : "-",
  ]);
  const left =
    toBuy.jobs.length === 0
      ? "nothing"
      : `${toBuy.jobs.length} of ${countOf(earlier.length, resultNoun(toBuy.jobs))}, ${totalText(toBuy.totals)}`;
  return `\n${formatTable(style, COLUMNS, rows)}${style.dim("left to buy")}  ${style.bold(left)}\n`;
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
    to_buy: { plan_hash: toBuy.hash, totals: totalsJson(toBuy.totals) },
  };
}
