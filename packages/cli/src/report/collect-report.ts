import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { Approval, AssetRow, JobClient, JobHistory, JobName } from "@klingkit/engine";
import { promptOf } from "../jobs/request-facts.ts";
import { isFailed, stateWord } from "../jobs/state-words.ts";
import { isEmulatedAccount } from "../session/account-name.ts";
import { FigureCounter, settlesOf } from "./figures.ts";
import { settingsOf } from "./job-facts.ts";
import { failureOf } from "./job-failure.ts";
import { marksOf, segmentsOf } from "./job-times.ts";
import type { ReportApproval, ReportData, ReportFile, ReportJob } from "./report-data.ts";

export interface Collecting {
  readonly nowMs: number;
  /** Address of a file on the page; undefined where the page does not show it. */
  readonly sourceOf: (filePath: string) => string | undefined;
}

/** Reads all that a page about these jobs shows. Oldest first; jobs that need a person stand before the others. */
export async function collectReport(
  jobClient: JobClient,
  names: readonly JobName[],
  { nowMs, sourceOf }: Collecting,
): Promise<ReportData> {
  const counter = new FigureCounter();
  const jobs: ReportJob[] = [];
  const batchIds = new Set<string>();
  const purposes = new Set<string>();
  const accounts = new Set<string>();
  const approvals = new Map<string, ReportApproval>();
  for await (const history of jobClient.histories(names.map(({ id }) => id))) {
    const job = jobOf(history, { nowMs, sourceOf });
    jobs.push(job);
    counter.add(history, job);
    batchIds.add(history.batchId);
    purposes.add(history.purpose);
    accounts.add(history.account);
    if (history.approval) approvals.set(history.approval.id, approvalOf(history.approval));
  }
  const figures = counter.figures();
  return {
    title: [...purposes].join(", ") || "no jobs",
    batchIds: [...batchIds],
    accounts: [...accounts],
    isEmulated: accounts.size > 0 && [...accounts].every(isEmulatedAccount),
    createdAtMs: nowMs,
    approvals: [...approvals.values()],
    figures,
    jobs: jobs.toSorted((one, other) => Number(other.isFailed) - Number(one.isFailed)),
  };
}

function jobOf(history: JobHistory, { nowMs, sourceOf }: Collecting): ReportJob {
  const { id, name, model, planned, unit, sums, taskId, externalId, events, ledger, assets } = history;
  const prompt = promptOf(planned);
  const failure = failureOf(history);
  return {
    id,
    name,
    word: stateWord(history, nowMs),
    isDone: history.state === "collected",
    isFailed: isFailed(history),
    model,
    ...(prompt === undefined ? {} : { prompt }),
    settings: settingsOf(history),
    inputs: planned.media.map(({ input }) => basename(input)),
    parents: (history.needs ?? []).map((parent) => parent.name),
    files: assets.flatMap((asset) => fileOf(asset, sourceOf) ?? []),
    unit,
    ...(history.estimateUnits === undefined ? {} : { estimated: history.estimateUnits }),
    settled: sums.settled,
    held: sums.held,
    ...(taskId === undefined ? {} : { taskId }),
    externalId,
    ...(failure ? { failure } : {}),
    segments: segmentsOf(history, nowMs),
    marks: marksOf(events),
    charges: settlesOf(ledger).map(({ at, units }) => ({ atMs: at, units })),
  };
}

function fileOf(
  { kind, file_path, size_bytes, sha256 }: AssetRow,
  sourceOf: Collecting["sourceOf"],
): ReportFile | undefined {
  if (file_path === null || file_path === "") return undefined;
  const source = existsSync(file_path) ? sourceOf(file_path) : undefined;
  return {
    kind,
    name: basename(file_path),
    ...(source === undefined ? {} : { source }),
    sizeBytes: size_bytes ?? 0,
    sha256: sha256 ?? "",
  };
}

const approvalOf = ({
  id,
  approvedBy,
  via,
  approvedAtMs,
  planHash,
  maxUnits,
  unit,
}: Approval): ReportApproval => ({
  id,
  by: approvedBy,
  via: via ?? "unknown",
  atMs: approvedAtMs,
  planHash,
  ...(maxUnits === null ? {} : { maxUnits }),
  unit,
});
