import { relative } from "node:path";
import {
  type AssetRow,
  chargedUnits,
  isNeedsYou,
  JOB_STATES,
  type Job,
  type JobClient,
  NEEDS_YOU,
  readStateWords,
  STATE_WORDS,
  type StateFilter,
  stateWord,
} from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { amountCell } from "../../jobs/amount-text.ts";
import { downloadReason } from "../../jobs/download-reason.ts";
import { madeText } from "../../jobs/files-json.ts";
import { absenceNote } from "../../jobs/is-file-missing.ts";
import { JOB_FIELDS } from "../../jobs/job-fields.ts";
import { jobJson } from "../../jobs/job-json.ts";
import { queryOf } from "../../jobs/job-set.ts";
import { fetchHint, isOnItsWay, paintState } from "../../jobs/state-words.ts";
import { waitText } from "../../jobs/wait-text.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { parseLimit } from "../../session/parse-number.ts";
import { unknownState } from "../../session/unknown-state.ts";
import { ageText } from "../../terminal/age-text.ts";
import { widthOf } from "../../terminal/cells.ts";
import { cutList, moreLine, rowsToRead } from "../../terminal/cut-list.ts";
import { isForPeople, pickFields, printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { type Column, formatTable } from "../../terminal/table.ts";
import type { JobsOptions } from "./jobs-options.ts";

export async function runJobs(options: JobsOptions, deps: Deps): Promise<void> {
  const limit = parseLimit(options.limit);
  const { isNeedy, ...states } = parseStates(options.state);
  pickFields([], JOB_FIELDS, options.json);
  const { batch: given } = options;
  const { jobs, assets, charged, shown, hasMore, missing, isAttended } = await withJobClient(
    deps,
    options,
    async (jobClient, missing) => {
      const find = async (name: string) => {
        const { findBatch } = await import("../../jobs/find-batch.ts");
        return queryOf(await findBatch(deps, options, { given: name, jobClient }));
      };
      const batch = given === undefined ? {} : await find(given);
      const query = { ...states, ...batch, limit: rowsToRead(limit) };
      const read = isNeedy
        ? await (await import("./read-needy.ts")).readNeedy(jobClient, query)
        : await jobClient.jobs(query);
      const { shown: found, hasMore } = cutList(read, limit);
      const results = await jobClient.assets(found.map(({ id }) => id));
      const isTable = isForPeople(deps, options);
      const charges = new Map<string, number | undefined>();
      for (const job of found) charges.set(job.id, await chargedUnits(jobClient, job));
      const rows = isTable ? [] : await rowsOf(jobClient, found, { assets: results, charged: charges });
      const isAttended = (await jobClient.workers()).length > 0;
      return { jobs: found, assets: results, charged: charges, shown: rows, hasMore, missing, isAttended };
    },
  );
  printResult(
    deps,
    options,
    {
      success: true,
      jobs: pickFields(shown, JOB_FIELDS, options.json),
      count: jobs.length,
      has_more: hasMore,
      ...missing,
    },
    (style) =>
      jobs.length === 0
        ? "no jobs\n"
        : `${drawJobs(style, jobs, { nowMs: deps.clock.nowMs(), cwd: deps.cwd, assets, charged, isAttended })}${moreLine(style, { shown: jobs, hasMore }, "jobs")}`,
  );
}

/** Jobs whose plans are read at once: they are large. */
const PAGE = 200;

/** The jobs as JSON, with what each asked for. */
async function rowsOf(
  jobClient: JobClient,
  jobs: readonly Job[],
  { assets, charged }: Pick<Surroundings, "assets" | "charged">,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { requestJson } = await import("../../jobs/request-facts.ts");
  const rows: Readonly<Record<string, unknown>>[] = [];
  for (let at = 0; at < jobs.length; at += PAGE) {
    const page = jobs.slice(at, at + PAGE);
    const planned = await jobClient.planned(page.map(({ id }) => id));
    for (const job of page) {
      const request = planned.get(job.id);
      rows.push(
        jobJson(job, {
          assets: assets.get(job.id) ?? [],
          request: request && requestJson(request),
          settledUnits: charged.get(job.id),
        }),
      );
    }
  }
  return rows;
}

/** With `isNeedy`, also all jobs that need a person. */
function parseStates(text: string | undefined): StateFilter & { readonly isNeedy?: boolean } {
  if (text === undefined) return {};
  const words = text.split(",");
  const states = words.filter((word) => !isNeedsYou(word));
  const read = readStateWords(states);
  if ("unknown" in read)
    throw unknownState(read.unknown, { words: [...STATE_WORDS, NEEDS_YOU], names: JOB_STATES });
  return { ...read, isNeedy: states.length < words.length };
}

const ACCOUNT: Column = { title: "ACCOUNT", min: 9, cut: "middle", rank: 2 };

const FILE = { title: "FILE", min: 12, cut: "middle" } as const;

const COLUMNS: readonly Column[] = [
  // Other commands take the id, so that it is never cut.
  { title: "JOB" },
  { title: "NAME", min: 8, keep: 16 },
  { title: "STATE" },
  { title: "ROUTE", min: 22, cut: "middle", keepsApart: true, rank: 4 },
  { title: "UNITS", isNumber: true, rank: 1 },
  { title: "AGE", isNumber: true, rank: 3 },
  FILE,
];

/** Behind the state. */
const ACCOUNT_AT = 3;

interface Surroundings {
  readonly nowMs: number;
  readonly cwd: string;
  /** Whether any process works on the jobs of the store. */
  readonly isAttended: boolean;
  /** Results on the disk, by job. */
  readonly assets: ReadonlyMap<string, readonly AssetRow[]>;
  /** By job; undefined while nothing is settled, and where the charge is unknown. */
  readonly charged: ReadonlyMap<string, number | undefined>;
}

function drawJobs(style: Style, jobs: readonly Job[], surroundings: Surroundings): string {
  const { nowMs, charged, isAttended } = surroundings;
  const hasSeveral = new Set(jobs.map(({ account }) => account)).size > 1;
  const rows = jobs.map((job) => [
    job.id,
    job.name,
    paintState(style, job, stateWord(job, nowMs)),
    ...(hasSeveral ? [job.account] : []),
    job.routeId,
    costText(job, charged.get(job.id)),
    ageText(nowMs - job.createdAtMs),
    fileText(style, job, surroundings),
  ]);
  const reasons = jobs.map((job) => widthOf(standstillText(job, { nowMs, isAttended }) ?? ""));
  // A reason that is cut in its middle says nothing, so that other columns go first.
  const known = COLUMNS.with(-1, { ...FILE, min: Math.max(FILE.min, ...reasons) });
  const columns = hasSeveral ? known.toSpliced(ACCOUNT_AT, 0, ACCOUNT) : known;
  return formatTable(style, columns, rows);
}

/** What a job cost, or about what it will. */
function costText({ estimateUnits, unit }: Job, charged: number | undefined): string {
  if (charged !== undefined) return amountCell(charged, unit);
  return estimateUnits === undefined ? "unknown" : `~${amountCell(estimateUnits, unit)}`;
}

/** Where the file is, or why there is none. */
function fileText(style: Style, job: Job, { nowMs, cwd, assets, isAttended }: Surroundings): string {
  const { state, error } = job;
  if (state === "collected") {
    const absence = absenceNote(job);
    const show = (path: string) =>
      absence === "" ? style.link(shortPath(path, cwd), path) : shortPath(path, cwd);
    return `${madeText(job, assets.get(job.id), show)}${absence}`;
  }
  const wait = standstillText(job, { nowMs, isAttended });
  if (wait !== undefined) return style.dim(wait);
  const hint = fetchHint(job, nowMs);
  return [hint, downloadReason(error?.message ?? "")].filter(Boolean).join(". ");
}

/** Why a job does not go on now. Without a process, time alone brings it on no more. */
function standstillText(
  job: Job,
  { nowMs, isAttended }: Pick<Surroundings, "nowMs" | "isAttended">,
): string | undefined {
  // Who waits for a person or another job says so itself.
  const isAlone = !isAttended && (job.waitsFor ?? "slot") === "slot" && isOnItsWay(job);
  return isAlone ? "no process runs it: kling resume" : waitText(job, nowMs);
}

function shortPath(filePath: string, cwd: string): string {
  const path = relative(cwd, filePath);
  return path.startsWith("..") ? filePath : path;
}
