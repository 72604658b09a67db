import { ENTRY_GONE, type FrameErrorCode, type Job, RESULT_GONE, stateWord } from "@klingkit/engine";
import { word } from "../session/next-commands.ts";
import { countOf } from "../terminal/count-of.ts";
import { isRefusedContent } from "./shared-exit.ts";

type Ended = Pick<Job, "id" | "name" | "state" | "error">;

/** Nothing was created although the request was accepted as it was: it may be sent again unchanged. */
const NOT_CREATED = "no_answer";

/** Nothing was sent, because this machine could not read the last frame that the request begins with. The request is in order. */
const NO_FRAME: readonly string[] = [
  "frame_missing",
  "frame_decoder_failed",
  "frame_decoder_missing",
  "frame_decoder_timeout",
  "frame_decoder_unusable",
  "video_missing",
  "video_unreadable",
] satisfies readonly (FrameErrorCode | "frame_missing")[];

/**
 * `change`: the content policy refuses the same prompt and media again. `correct`: the service refused the request for another
 * reason. `parent`: nothing was sent, because the service no longer has a result that the request takes.
 */
export type Remedy = "change" | "correct" | "parent" | "retry";

/** What helps a job that ended without its result: the only source for the end of a run and for the report. */
export function remedyOf(job: Pick<Job, "state" | "error">): Remedy {
  if (isRefusedContent(job)) return "change";
  // Without an error, a person stated that nothing was bought.
  if (job.state !== "rejected" || job.error === undefined) return "retry";
  const { code = "" } = job.error;
  if (code === RESULT_GONE || code === ENTRY_GONE) return "parent";
  return code === NOT_CREATED || NO_FRAME.includes(code) ? "retry" : "correct";
}

/** What to do, where a command alone does not help. */
export const ADVICE = {
  change: "Change the prompt or the media, then run the changed batch.",
  correct: "Correct what the error names, then run the changed batch.",
  parent:
    "The error names the job whose result is gone. Unless that job was bought again since, run `kling jobs retry` with its ID. Then retry this one.",
} as const satisfies Partial<Record<Remedy, string>>;

/** Nothing can be bought again as it was. */
export const ADOPTED = "Another tool made its task, so klingkit does not know what it asked for.";

/** The command to start with. */
export const commandOf = (job: Ended): string =>
  remedyOf(job) === "retry" ? `kling jobs retry ${job.id}` : `kling jobs show ${job.id}`;

/** Buys all that failed in the batch again; with a file, of its requests as they are now. */
export const batchRetryOf = (batch: string): string => `kling jobs retry --batch ${word(batch)} --failed`;

/** Names in a sentence; a long batch may fail as a whole. */
const MOST_NAMES = 3;

type Failed = Ended & Pick<Job, "batchId" | "needs">;

export interface RemedyPlace {
  /** The file whose requests they all are. A batch of an earlier version of it buys what was changed since, too. */
  readonly batchFile?: string | undefined;
  /** Jobs of the same plan that have their results. Default: not known. */
  readonly done?: readonly Pick<Job, "id" | "name">[];
}

/**
 * What helps jobs, each remedy once. With several, each with the jobs that it helps. `canceled`: jobs of the same run that were
 * canceled because they take results of these.
 */
export function remediesText(
  jobs: readonly Failed[],
  canceled: readonly Failed[] = [],
  { batchFile, done = [] }: RemedyPlace = {},
): string {
  const alone = canceledAlone(jobs, canceled);
  const failed = [...jobs, ...alone];
  const below = without(canceled, alone);
  const doneByName = Map.groupBy(done, ({ name }) => name);
  const remedyNow = (job: Failed): Remedy => (isMadeAgain(job, doneByName) ? "retry" : remedyOf(job));
  const retried = failed.filter((job) => remedyNow(job) === "retry");
  const isRetried = membership(retried);
  // A batch buys what was refused because one of these was gone together with it.
  const isBoughtBehind = (job: Failed) => remedyOf(job) === "parent" && parentsOf(job).some(isRetried);
  const groups = [...Map.groupBy(failed, (job) => (isBoughtBehind(job) ? "retry" : remedyNow(job)))];
  const text = ([remedy, those]: (typeof groups)[number]) =>
    remedy === "retry"
      ? retriesText([...retried, ...without(those, retried)], { failed, canceled: below, batchFile })
      : sentenceFor(remedy, those);
  if (groups.length === 1) return groups.map(text).join("");
  return groups.map((group) => `For ${namesOf(group[1])}: ${text(group)}`).join(" ");
}

/** What it took is gone, and the job that made it was bought again: a result of another job stands under the name. */
const isMadeAgain = (job: Failed, doneByName: ReadonlyMap<string, readonly Pick<Job, "id">[]>): boolean =>
  remedyOf(job) === "parent" &&
  parentsOf(job).some((parent) => doneByName.get(parent.name)?.some(({ id }) => id !== parent.id));

interface Losses {
  readonly failed: readonly Failed[];
  /** Canceled, because they take results of others. */
  readonly canceled: readonly Failed[];
}

/** Those whose parents have their results by now, as far as these jobs tell: a retry of their own buys them. */
export function canceledAlone<Lost extends Failed>(
  failed: readonly Lost[],
  canceled: readonly Lost[],
): readonly Lost[] {
  const isLost = membership([...failed, ...canceled]);
  return canceled.filter((job) => !parentsOf(job).some(isLost));
}

/** Canceled jobs that take results of `above`, or of each other: whoever canceled those does not miss them. */
export function canceledBelow<Lost extends Failed>(
  above: readonly Failed[],
  canceled: readonly Lost[],
): readonly Lost[] {
  const found: Lost[] = [];
  for (let left = canceled; left.length > 0; ) {
    const isAbove = membership([...above, ...found]);
    const next = left.filter((job) => parentsOf(job).some(isAbove));
    if (next.length === 0) break;
    found.push(...next);
    left = without(left, next);
  }
  return found;
}

/** Canceled jobs that a retry of `retried` buys, too: all that they take results of comes again, or is there. */
function boughtWith(retried: readonly Failed[], { failed, canceled }: Losses): readonly Failed[] {
  const isLost = membership([...failed, ...canceled]);
  const found: Failed[] = [];
  // Each step of a chain can be told once the one above it has been.
  for (let left = canceled; left.length > 0; ) {
    const isComing = membership([...retried, ...found]);
    const isBought = (job: Failed) =>
      parentsOf(job).some(isComing) && parentsOf(job).every((parent) => isComing(parent) || !isLost(parent));
    const next = left.filter(isBought);
    if (next.length === 0) break;
    found.push(...next);
    left = without(left, next);
  }
  return found;
}

/** A batch may have thousands. */
export function without<One>(all: readonly One[], some: readonly One[]): readonly One[] {
  const left = new Set(some);
  return all.filter((one) => !left.has(one));
}

interface Parent {
  readonly id: string;
  readonly batchId: string;
  readonly name: string;
}

const parentsOf = ({ batchId, needs = [] }: Failed): readonly Parent[] =>
  needs.map(({ id, name }) => ({ id, batchId, name }));

/** By the ID, or by the name in the batch: a retry has another ID than the job that it replaces, and its name. */
function membership(jobs: readonly Failed[]): (parent: Parent) => boolean {
  const ids = new Set(jobs.map(({ id }) => id));
  const places = new Set(jobs.map(placeOf));
  return (parent) => ids.has(parent.id) || places.has(placeOf(parent));
}

const placeOf = ({ batchId, name }: Pick<Failed, "batchId" | "name">): string =>
  JSON.stringify([batchId, name]);

/** The command of each batch, and what is bought once they have ended: a batch buys its own jobs only. */
function retriesText(
  failed: readonly Failed[],
  { batchFile, ...losses }: Losses & { readonly batchFile: string | undefined },
): string {
  const below = boughtWith(failed, losses);
  if (batchFile !== undefined) return retryText(failed, { batch: batchFile, canceled: below, isOnly: true });
  const batches = [...Map.groupBy(failed, ({ batchId }) => batchId)];
  const isBeside = ({ batchId }: Failed) => !batches.some(([batch]) => batch === batchId);
  const texts = batches.slice(0, MOST_NAMES).map(([batch, those]) => {
    const canceled = below.filter(({ batchId }) => batchId === batch);
    return retryText(those, { batch, canceled, isOnly: batches.length === 1 });
  });
  const more = batches.length - texts.length;
  return [
    ...texts,
    ...(more > 0 ? [`The same holds for ${countOf(more, "more batch")}.`] : []),
    ...below
      .filter(isBeside)
      .slice(0, MOST_NAMES)
      .map(({ id, name }) => `Then \`kling jobs retry ${id}\` buys ${name}.`),
  ].join(" ");
}

interface BatchRetry {
  /** As `--batch` takes it. */
  readonly batch: string;
  readonly canceled: readonly Failed[];
  /** No other batch is told of. */
  readonly isOnly: boolean;
}

function retryText(failed: readonly Failed[], { batch, canceled, isOnly }: BatchRetry): string {
  const [first, ...others] = [...failed, ...canceled];
  if (first === undefined) return "";
  if (others.length === 0)
    return `\`kling jobs retry ${first.id}\` buys ${isOnly ? "it" : first.name} again.`;
  const subject = failed.length === 1 || !isOnly ? namesOf(failed) : "them";
  return `\`${batchRetryOf(batch)}\` buys ${againText(subject, { failed: failed.length, canceled: canceled.length })}.`;
}

interface Bought {
  readonly failed: number;
  /** Jobs that were canceled because they take results of those. */
  readonly canceled: number;
}

/** `them again, and the job that was canceled with them`: what one command buys. */
export function againText(subject: string, { failed, canceled }: Bought): string {
  if (canceled === 0) return `${subject} again`;
  const below = canceled === 1 ? "the job that was" : `the ${canceled} jobs that were`;
  return `${subject} again, and ${below} canceled with ${failed === 1 ? "it" : "them"}`;
}

function helpOfParent(parent: Ended): string {
  const remedy = remedyOf(parent);
  return remedy === "retry" ? `See \`kling jobs show ${parent.id}\`.` : sentenceOf(remedy);
}

/** With both commands where one job takes one result. */
function sentenceFor(remedy: keyof typeof ADVICE, [job, ...others]: readonly Failed[]): string {
  const [parent, ...more] = job?.needs ?? [];
  if (remedy !== "parent" || !job || !parent || others.length > 0 || more.length > 0)
    return sentenceOf(remedy);
  return `The result of ${parent.name} that it takes is gone. ${unlessBoughtAgain(parent)}, run \`kling jobs retry ${parent.id}\`. Then run \`kling jobs retry ${job.id}\`.`;
}

export const unlessBoughtAgain = ({ name }: Pick<Job, "name">): string =>
  `Unless ${name} was bought again since`;

const sentenceOf = (remedy: keyof typeof ADVICE): string =>
  remedy === "change"
    ? `The content policy refused the prompt or the media, and nothing was spent. ${ADVICE.change}`
    : ADVICE[remedy];

/** Why a job is not bought again together with the others of its batch. */
export type LeftOutReason =
  /** It may have been bought. */
  | "unknown"
  /** The same prompt and media would be refused again. */
  | "content_refused"
  /** The same request would be refused again. */
  | "request_refused"
  /** Somebody canceled it. */
  | "canceled"
  /** It takes a result that is not there, and is not made again. */
  | "parent_failed"
  | "other_account"
  /** Another tool made its task: what it asked for is not known. */
  | "adopted"
  /** Whether it was bought could not be looked up. */
  | "look_up_failed"
  /** A later run has made the video of this name, or tried to. */
  | "replaced";

export interface LeftOut {
  readonly job: Ended & Pick<Job, "account">;
  readonly reason: LeftOutReason;
  /** For `parent_failed`: the job whose result is missing. */
  readonly parent?: Ended | undefined;
  /** For `replaced`: the job of the later run. */
  readonly newer?: Ended | undefined;
}

/** What is so, and what helps in place of a retry. */
export function leftOutText({ job: { id, account, error }, reason, parent, newer }: LeftOut): string {
  switch (reason) {
    case "unknown":
      return `The service may or may not have accepted it; klingkit cannot verify it. \`kling jobs show ${id}\` names the commands that resolve it.`;
    case "content_refused":
      return sentenceOf("change");
    case "request_refused":
      return `The service refused the request. See \`kling jobs show ${id}\`. ${ADVICE.correct}`;
    case "canceled":
      return `It was canceled. To buy it, run \`kling jobs retry ${id}\`.`;
    case "parent_failed":
      if (error?.code === RESULT_GONE) return ADVICE.parent;
      return parent === undefined
        ? `A job that it needs has no result. See \`kling jobs show ${id}\`.`
        : `It takes a result of ${parent.name}, which is ${stateWord(parent)}. ${helpOfParent(parent)}`;
    case "other_account":
      return `It belongs to the account ${account}. Run the command with the key of that account, or buy it with this one: \`kling jobs retry ${id}\`.`;
    case "adopted":
      return ADOPTED;
    case "replaced":
      return `A later run has ${newer?.id}, which is ${newer && stateWord(newer)}, under this name. To buy this one all the same, run \`kling jobs retry ${id}\`.`;
    case "look_up_failed":
      return "Its external ID could not be looked up, so its task may exist. Run the command again later.";
  }
}

/** `fox, owl and 4 more`, or with a fact of each: `fox (failed), owl (rejected)`. */
export function namesOf<Named extends Pick<Job, "name">>(
  jobs: readonly Named[],
  factOf?: (job: Named) => string,
): string {
  const names = jobs
    .slice(0, MOST_NAMES)
    .map((job) => (factOf === undefined ? job.name : `${job.name} (${factOf(job)})`));
  const others = jobs.length - names.length;
  return `${names.join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
}
