import { existsSync, statSync } from "node:fs";
import { extname, resolve } from "node:path";
import type { JobClient } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { isTable } from "../../files/is-table.ts";
import { findPurpose } from "../../jobs/earlier-takes.ts";
import { findBatch } from "../../jobs/find-batch.ts";
import { readFilmOrder } from "../../jobs/job-set.ts";
import { isStoreThere } from "../../jobs/open-store.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { findFiles, isPicture } from "../../sheet/find-files.ts";
import { countOf } from "../../terminal/count-of.ts";
import type { OutputOptions } from "../../terminal/output.ts";
import { showWarnings } from "../../terminal/warnings.ts";

interface ClipOptions extends OutputOptions, StoreOptions {}

/** Clips and images that were named: files, folders and patterns as they are, and of a batch the newest take of each request. */
export async function findClips(
  deps: Deps,
  options: ClipOptions,
  given: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of given)
    found.push(...((await clipsOfBatch(deps, options, name)) ?? (await findFiles(deps.cwd, [name]))));
  return [...new Set(found)];
}

/** Undefined for what names no batch. */
async function clipsOfBatch(
  deps: Deps,
  options: ClipOptions,
  given: string,
): Promise<readonly string[] | undefined> {
  const isFile = isBatchFile(resolve(deps.cwd, given));
  if (!isFile && (existsSync(resolve(deps.cwd, given)) || !isStoreThere(deps, options))) return undefined;
  return withJobClient(deps, options, async (jobClient) => {
    const purpose = await findPurpose(jobClient, given);
    // A file that is not there is named as such at the end, beside those that can be shown.
    if (!purpose && !isFile && isPath(given) && !(await isBatch(jobClient, given))) return undefined;
    const jobs = purpose
      ? purpose.newest
      : await readFilmOrder(jobClient, await findBatch(deps, options, { given, jobClient, isPathToo: true }));
    const assets = await jobClient.assets(jobs.map(({ id }) => id));
    const files = jobs.map(({ id, name }) => {
      const there = (assets.get(id) ?? []).flatMap(({ file_path: path }) =>
        path !== null && existsSync(path) ? [path] : [],
      );
      return { name, paths: there.filter(isPicture), isMissing: there.length === 0 };
    });
    warnOfMissing(deps, options, files);
    return files.flatMap(({ paths }) => paths);
  });
}

/** What only a path looks like. Any other name that is no file may be a misspelled batch. */
const isPath = (given: string): boolean => isPicture(given) || /[/\\*?]/.test(given);

const isBatch = async (jobClient: JobClient, given: string): Promise<boolean> =>
  (await jobClient.jobNames({ batchId: given, limit: 1 })).length > 0;

const isBatchFile = (path: string): boolean =>
  (isTable(path) || [".yaml", ".yml", ".json"].includes(extname(path).toLowerCase())) &&
  (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);

interface JobFiles {
  readonly name: string;
  /** Clips and images. */
  readonly paths: readonly string[];
  /** It has no file of any kind: audio is left out of sheets, and is no reason to look for it. */
  readonly isMissing: boolean;
}

function warnOfMissing(deps: Deps, options: ClipOptions, jobs: readonly JobFiles[]): void {
  const missing = jobs.filter(({ isMissing }) => isMissing).map(({ name }) => name);
  if (missing.length === 0) return;
  const message = `${missing.length} of ${countOf(jobs.length, "job")} ${missing.length === 1 ? "has" : "have"} no file on disk: ${missing.join(", ")}.`;
  showWarnings(deps, options, [{ message }]);
}
