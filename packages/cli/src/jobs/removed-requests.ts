import type { Engine, Job, JobClient, JobName } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { commandAt, type Place, resumeCommand } from "../session/next-commands.ts";
import { countOf } from "../terminal/count-of.ts";
import { isForPeople, type OutputOptions } from "../terminal/output.ts";
import { showWarnings } from "../terminal/warnings.ts";
import { giveUpText } from "./give-up-text.ts";
import { MOST_JOBS, oldestFirst, readJobPages } from "./job-set.ts";
import { namesOf } from "./remedy.ts";
import { accountsOf, type Services } from "./service.ts";

/** What is left of requests that were bought together with some of a file, and that are not in it. Oldest first. */
export interface RemovedRequests {
  /** Jobs whose tasks are at the service: they are paid for, and brought to their files. */
  readonly sent: readonly JobName[];
  /** Jobs that were approved, and not sent as far as is known: they stay as they are. */
  readonly unsent: readonly Pick<Job, "id" | "name" | "batchId">[];
}

/** A store does not keep which file a run was of: a file with one equal request looks like an earlier version. */
export const NOT_IN_FILE = "not in this file, but in an earlier version of it or in another file";

export interface FileJobs {
  readonly jobClient: JobClient;
  readonly services: Services;
  /** Jobs that stand for the requests of the file. */
  readonly listed: readonly JobName[];
  /** Default: any. */
  readonly purpose?: string | undefined;
}

/** Looks at the batches that bought parts of the file. */
export async function readRemovedRequests(
  engine: Pick<Engine, "catchUp">,
  file: FileJobs,
): Promise<RemovedRequests> {
  // The response to a create was lost: where its task exists, it is paid for.
  await engine.catchUp((await findOthers(file, ["submitting"])).map(({ id }) => id));
  return { sent: await findOthers(file, ["running", "succeeded"]), unsent: await readUnsent(file) };
}

async function readUnsent(file: FileJobs): Promise<RemovedRequests["unsent"]> {
  const found: RemovedRequests["unsent"][number][] = [];
  for await (const page of readJobPages(file.jobClient, await findOthers(file, ["approved", "submitting"])))
    found.push(...page.map(({ id, name, batchId }) => ({ id, name, batchId })));
  return found;
}

async function findOthers(
  { jobClient, services, listed, purpose }: FileJobs,
  states: readonly Job["state"][],
): Promise<readonly JobName[]> {
  if (listed.length === 0) return [];
  const others = await jobClient.jobNames({
    besides: listed.map(({ id }) => id),
    accounts: accountsOf(services),
    states,
    limit: MOST_JOBS,
    ...(purpose === undefined ? {} : { purpose }),
  });
  return oldestFirst(others);
}

/** Warnings of a detached run: whoever works on the store works on all of it. */
export async function detachedWarnings(
  file: FileJobs,
  place: Place,
): Promise<readonly { readonly message: string }[]> {
  const unsent = await readUnsent(file);
  if (unsent.length === 0) return [];
  const isOne = unsent.length === 1;
  const message = `${removedText(unsent)} ${isOne ? "It is approved, and a worker sends it" : "They are approved, and a worker sends them"}. ${giveUpText(unsent, place)}`;
  return [{ message }];
}

/** Who took a request out of a file that was interrupted, or runs another file, learns what becomes of it. */
export function showRemovedRequests(
  deps: Deps,
  options: OutputOptions & Place,
  { sent, unsent }: RemovedRequests,
): void {
  const messages = [
    ...(sent.length > 0 ? [sentText(sent)] : []),
    ...(unsent.length > 0 ? [unsentText(unsent, options)] : []),
  ].map((message) => ({ message }));
  showRunWarnings(deps, options, messages);
}

/** Warnings of a run: for programs they are events, too. */
export function showRunWarnings(
  deps: Deps,
  options: OutputOptions,
  warnings: readonly { readonly message: string }[],
): void {
  showWarnings(deps, options, warnings);
  if (isForPeople(deps, options)) return;
  for (const { message } of warnings)
    deps.io.stdout.write(`${JSON.stringify({ event: "warning", message })}\n`);
}

const sentText = (sent: RemovedRequests["sent"]): string =>
  `${removedText(sent)} ${sent.length === 1 ? "It was sent, and its file is" : "They were sent, and their files are"} downloaded, too.`;

function unsentText(unsent: RemovedRequests["unsent"], place: Place): string {
  const [first] = unsent;
  const batchId = unsent.every((job) => job.batchId === first?.batchId) ? first?.batchId : undefined;
  const ofBatch = batchId === undefined ? "" : `--batch ${batchId} `;
  const [they, them] = unsent.length === 1 ? ["It is", "it"] : ["They are", "them"];
  return `${removedText(unsent)} ${they} approved, and not sent by this run. To see ${them}, run \`${commandAt(`kling jobs ${ofBatch}--state waiting`, place)}\`. To buy ${them}, run \`${resumeCommand(place, batchId)}\`. ${giveUpText(unsent, place)}`;
}

const removedText = (jobs: readonly JobName[]): string =>
  `${countOf(jobs.length, "request")} of an earlier run ${jobs.length === 1 ? "is" : "are"} ${NOT_IN_FILE}: ${namesOf(jobs)}.`;
