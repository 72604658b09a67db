import { relative } from "node:path";
import type { Job, JobBook, JobState } from "@klingkit/engine";
import { JOB_STATES } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { openBook, withStore } from "../../jobs/open-store.ts";
import { paintState } from "../../jobs/state-words.ts";
import type { StoreOptions } from "../../jobs/store-address.ts";
import { ageText } from "../../terminal/age-text.ts";
import { printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";
import type { JobsOptions } from "./jobs.ts";

/** Opens the books of the store, without key and network. */
export const withBook = <Result>(
  deps: Deps,
  options: StoreOptions,
  use: (book: JobBook) => Promise<Result>,
): Promise<Result> => withStore(deps, options, (store) => use(openBook(deps, store)));

export async function runJobs(options: JobsOptions, deps: Deps): Promise<void> {
  const limit = parseLimit(options.limit);
  const states = parseStates(options.state);
  const { batch: batchId } = options;
  const query = { limit, ...(states ? { states } : {}), ...(batchId === undefined ? {} : { batchId }) };
  const jobs = await withBook(deps, options, (book) => book.jobs(query));
  const result = { success: true, jobs: jobs.map(jobJson), count: jobs.length };
  printResult(deps, options, result, (style) =>
    jobs.length === 0
      ? "no jobs\n"
      : drawJobs(style, jobs, { nowMs: deps.clock.nowMs(), cwd: deps.cwd, width: deps.io.stdout.columns }),
  );
}

/** Whole numbers only; the list is read into memory. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit;
  throw usageError("invalid_limit", `--limit: '${text}' is not a whole number from 1 to 10000.`);
}

function parseStates(text: string | undefined): readonly JobState[] | undefined {
  if (text === undefined) return undefined;
  return text.split(",").map((word) => {
    const state = JOB_STATES.find((known) => known === word.trim());
    if (state) return state;
    throw usageError("invalid_state", `--state: no state '${word}'. Use ${JOB_STATES.join(", ")}.`);
  });
}

const iso = (ms: number): string => new Date(ms).toISOString();

export function jobJson(job: Job): Readonly<Record<string, unknown>> {
  const { taskId, estimateUnits, error, waitsFor, acceptedAtMs, endedAtMs, retryOf } = job;
  return {
    job: job.id,
    name: job.name,
    state: job.state,
    batch: job.batchId,
    purpose: job.purpose,
    account: job.account,
    route: job.routeId,
    hash: job.planHash,
    external_task_id: job.externalId,
    task_id: taskId ?? null,
    estimated_units: estimateUnits ?? "unknown",
    file: job.state === "collected" ? job.filePath : null,
    created_at: iso(job.createdAtMs),
    ...(waitsFor === undefined ? {} : { waits_for: waitsFor }),
    ...(acceptedAtMs === undefined ? {} : { accepted_at: iso(acceptedAtMs) }),
    ...(endedAtMs === undefined ? {} : { ended_at: iso(endedAtMs) }),
    ...(retryOf === undefined ? {} : { retry_of: retryOf }),
    ...(error === undefined ? {} : { error }),
  };
}

const COLUMNS = [
  { title: "JOB" },
  { title: "NAME" },
  { title: "STATE" },
  { title: "ROUTE" },
  { title: "UNITS", isNumber: true },
  { title: "AGE", isNumber: true },
  { title: "FILE" },
] as const;

interface Surroundings {
  readonly nowMs: number;
  readonly cwd: string;
  readonly width: number | undefined;
}

function drawJobs(style: Style, jobs: readonly Job[], { nowMs, cwd, width }: Surroundings): string {
  const rows = jobs.map((job) => [
    job.id,
    job.name,
    paintState(style, job),
    job.routeId,
    job.estimateUnits === undefined ? "unknown" : String(job.estimateUnits),
    ageText(nowMs - job.createdAtMs),
    job.state === "collected" ? shortPath(job.filePath, cwd) : (job.error?.message ?? ""),
  ]);
  return formatTable(COLUMNS, rows, { paintTitle: style.dim, width });
}

function shortPath(filePath: string, cwd: string): string {
  const path = relative(cwd, filePath);
  return path.startsWith("..") ? filePath : path;
}
