import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type BatchSummary, DEFAULT_PURPOSE, type JobClient } from "@klingkit/engine";
import { suggest } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { BATCH_MEANING } from "../session/batch-meaning.ts";
import { countOf } from "../terminal/count-of.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import { showWarnings } from "../terminal/warnings.ts";
import type { BatchName, BatchOptions } from "./find-jobs-of-file.ts";
import type { JobSet } from "./job-set.ts";
import { PLAN_HASH } from "./plan-hash.ts";

/** The jobs that a person means by a batch. Throws `batch_not_found`, which names batches that are there. */
export async function findBatch(
  deps: Deps,
  options: BatchOptions,
  { given, jobClient, isPathToo = false, ...rest }: BatchName,
): Promise<JobSet> {
  const [known] = await jobClient.jobNames({ batchId: given, limit: 1 });
  if (known) return { batchId: given };
  const [named, ...earlier] = await jobClient.batches({ purpose: given, limit: MOST_SEARCHED });
  if (named && given !== DEFAULT_PURPOSE) return { purpose: given };
  if (named) {
    if (earlier.length > 0) showWarnings(deps, options, [{ message: newestOnly(named, earlier.length) }]);
    return { batchId: named.id };
  }
  if (isFile(deps, given)) {
    const { findJobsOfFile } = await import("./find-jobs-of-file.ts");
    const found = await findJobsOfFile(deps, options, { given, jobClient, ...rest });
    if (found) return found;
  }
  const lead = isPathToo ? "There is no file or folder of this name. " : "";
  throw notFound(given, await jobClient.batches({ limit: MOST_SEARCHED }), lead);
}

/** Batches without a purpose have only that in common. */
const newestOnly = ({ id, purpose }: BatchSummary, earlier: number): string =>
  `This is only the newest batch without a purpose, "${showOnOneLine(purpose)}": ${id}. ${earlier === 1 ? "1 earlier batch is" : `${earlier} earlier batches are`} not shown. Name the batch file to see the newest video of each request.`;

/** The newest batch. Throws `batch_not_found` for a store without jobs. */
export async function findNewestBatch(jobClient: JobClient): Promise<JobSet> {
  const [newest] = await jobClient.batches({ limit: 1 });
  if (newest) return { batchId: newest.id };
  const message =
    "This store has no jobs, so there is nothing to report. Run a batch first, or name its store with --store.";
  throw usageError("batch_not_found", message);
}

const isFile = ({ cwd }: Deps, given: string): boolean =>
  PLAN_HASH.test(given) || (given.trim() !== "" && existsSync(resolve(cwd, given)));

/** Batches among which a typo is looked up. */
const MOST_SEARCHED = 1000;
const MOST_LISTED = 5;

function notFound(given: string, batches: readonly BatchSummary[], lead: string): Error {
  const names = new Set(batches.flatMap(({ id, purpose }) => [purpose, id]));
  const near =
    suggest(given, [...names]) ?? [...names].find((name) => isPartOf(given, name)) ?? nearPart(given, names);
  const hint = near === undefined ? "" : ` Did you mean "${showOnOneLine(near)}"?`;
  const newest = batches.slice(0, MOST_LISTED);
  const list = newest.map((batch) => `\n  ${batchLine(batch)}`).join("");
  const shown =
    newest.length === 0
      ? "It has no jobs at all."
      : `Its newest batches:${list}\nName a batch by ${BATCH_MEANING}.`;
  const message = `${lead}This store has no batch "${showOnOneLine(given)}".${hint} ${shown} Another store is named with --store.`;
  return usageError("batch_not_found", message, {
    ...(near === undefined ? {} : { nearest: near }),
    batches: newest.map(({ id, purpose, jobs, createdAtMs }) => ({
      batch: id,
      purpose,
      jobs,
      created_at: new Date(createdAtMs).toISOString(),
    })),
  });
}

/** The name of which as many words as were given are near to them: a typo in a few words of a long purpose. */
function nearPart(given: string, names: Iterable<string>): string | undefined {
  const count = given.trim().split(/\s+/).length;
  const nameOfPart = new Map<string, string>();
  for (const name of names) {
    const words = name.split(/\s+/);
    for (let at = 0; at + count <= words.length; at += 1) {
      const part = words.slice(at, at + count).join(" ");
      // Names come newest first.
      if (!nameOfPart.has(part)) nameOfPart.set(part, name);
    }
  }
  return nameOfPart.get(suggest(given, [...nameOfPart.keys()]) ?? "");
}

const isPartOf = (given: string, name: string): boolean =>
  given.trim() !== "" && name.toLowerCase().includes(given.trim().toLowerCase());

/** `b0mx… launch, 10 jobs, 2026-11-29 09:17 UTC`. */
const batchLine = ({ id, purpose, jobs, createdAtMs }: BatchSummary): string => {
  const time = new Date(createdAtMs).toISOString().slice(0, 16).replace("T", " ");
  return `${id}  ${showOnOneLine(purpose)}, ${countOf(jobs, "job")}, ${time} UTC`;
};
