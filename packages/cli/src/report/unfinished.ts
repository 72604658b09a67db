import type { JobHistory } from "@klingkit/engine";
import type { Rerun } from "../jobs/job-set.ts";
import { placeOf } from "../jobs/next-steps.ts";
import { POLICY_FILE, resumeCommand, runCommand } from "../session/next-commands.ts";
import type { ReportData } from "./report-data.ts";

export type OpenJob = Pick<JobHistory, "batchId" | "account" | "approval">;

interface Unfinished {
  readonly open: readonly OpenJob[];
  /** Earlier takes of the jobs of the page. */
  readonly openEarlier: readonly OpenJob[];
  /** All jobs of the page. */
  readonly jobs: readonly { readonly waitsFor: JobHistory["waitsFor"]; readonly isHeld: boolean }[];
}

interface Page {
  /** Batch, purpose or batch file that the page is of, as commands take it. */
  readonly name: string;
  readonly batchFile?: string | undefined;
  readonly rerun?: Rerun | undefined;
  readonly store?: string | undefined;
  /** Of all jobs of the page. */
  readonly batchIds: ReadonlySet<string>;
  readonly isAttended: boolean;
}

/** What is not finished, and the command that continues it. */
export function unfinishedOf(
  { open, openEarlier, jobs }: Unfinished,
  page: Page,
): Pick<ReportData, "unfinished"> {
  const [first, ...others] = [...open, ...openEarlier];
  if (first === undefined) return {};
  // Without the policy its limits would not hold for what is left.
  const isLimited = jobs.some(({ waitsFor }) => waitsFor === "budget");
  const oneUnderPolicy = [first, ...others].find(({ approval }) => approval?.via === "policy");
  const found = placeOf(oneUnderPolicy ?? first, page.store);
  const place = isLimited ? { ...found, policy: POLICY_FILE } : found;
  const { rerun } = page;
  // A run continues the newest takes alone.
  const command =
    rerun && openEarlier.length === 0
      ? runCommand(rerun.file, { ...place, ...rerun.meaning })
      : resumeCommand(place, whichOf([first, ...others], openEarlier, page));
  const held = jobs.filter(({ isHeld }) => isHeld).length;
  const count = open.length + openEarlier.length + held;
  return {
    unfinished: { jobs: count, command, isAttended: page.isAttended, earlierTakes: openEarlier.length },
  };
}

/**
 * A file means its requests alone, without what was taken out of it since, but not their earlier takes. Jobs of one batch are
 * continued alone, those of several as far as one name stands for all of them.
 */
function whichOf(
  open: readonly OpenJob[],
  openEarlier: readonly OpenJob[],
  { name, batchFile, rerun, batchIds }: Page,
): string | undefined {
  if (batchFile !== undefined && openEarlier.length === 0) return batchFile;
  const [one, ...more] = new Set(open.map(({ batchId }) => batchId));
  if (more.length === 0) return one;
  return rerun || batchFile !== undefined || batchIds.has(name) ? undefined : name;
}
