import { isFileLost } from "@klingkit/engine";
import {
  approveCommand,
  commandAt,
  POLICY_FILE,
  reportCommand,
  runCommand,
  savePlanCommand,
} from "../session/next-commands.ts";
import type { RouteChoiceOptions } from "../session/route-choice.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { countOf } from "../terminal/count-of.ts";
import type { BatchFileName } from "./batch-file.ts";
import { isFileMissing } from "./is-file-missing.ts";
import { type FoundPreview, helpLost, helpWithout, isOfEmulated, thereOf } from "./plan-preview.ts";

interface Planned extends StoreOptions, RouteChoiceOptions, Partial<BatchFileName> {
  /** What was planned, as it was named. */
  readonly file: string;
  /** Where the plan was saved, as it was named. */
  readonly savedAs: string | undefined;
  readonly purpose?: string;
  readonly strict?: boolean;
  /** Nobody knows the price of something in it. */
  readonly isUnpriced: boolean;
}

/** What to do with a plan: approve it, or where nothing is left to buy, what its jobs need. */
export function planNext(planned: Planned, preview: FoundPreview | undefined): string {
  const { file, savedAs, isUnpriced } = planned;
  const [, look] = /`(kling [^`]+)`/.exec(preview?.clash?.remedy ?? "") ?? [];
  if (look !== undefined) return commandAt(look, planned);
  if (preview === undefined || preview.toBuy.jobs.length > preview.blocked.length)
    return savedAs === undefined
      ? `${savePlanCommand(file, planned)}, then ${approveCommand("plan.json", planned, isUnpriced)}`
      : approveCommand(savedAs, planned, isUnpriced);
  return nextOfBought(planned, preview);
}

/** A command that runs as it stands: with an ID, or with a batch. */
const RETRY = /`(kling jobs (?:retry|show) \S[^`]*)`/;

function nextOfBought(
  { file, savedAs, batchFile, reportFile, isUnpriced: _, ...options }: Planned,
  preview: FoundPreview,
): string {
  const there = thereOf(preview);
  const missing = there.filter((job) => isFileMissing(job) && !isFileLost(job)).length;
  const open = there.filter(({ state }) => state !== "collected").length;
  const isLimited = there.some(({ waitsFor }) => waitsFor === "budget");
  const run = runCommand(file, {
    ...options,
    emulated: isOfEmulated(preview),
    ...(isLimited ? { policy: POLICY_FILE } : {}),
  });
  const does = [
    ...(missing > 0 ? [`downloads ${countOf(missing, "file")} again`] : []),
    ...(open > 0 ? [`continues ${countOf(open, "job")}`] : []),
  ];
  if (does.length > 0) return `${run}, which ${does.join(" and ")}`;
  const place = { ...options, batchFile };
  const [, retry] = RETRY.exec(`${helpWithout(preview, place)} ${helpLost(preview, place)}`) ?? [];
  if (retry !== undefined) return retry;
  const batchIds = new Set(there.map(({ batchId }) => batchId));
  // No name stands for all of them but the run, which writes its page.
  if (reportFile === undefined && batchIds.size > 1 && file !== "-") return `${run} --report`;
  return reportCommand(reportFile ?? there[0]?.batchId ?? file, options);
}
