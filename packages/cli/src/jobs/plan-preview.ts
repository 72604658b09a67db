import {
  type AccountKey,
  isFileLost,
  type JobThere,
  type PlannedJob,
  type PlanPreview,
  sortEarlier,
  stateWord,
} from "@klingkit/engine";
import { mayBeSameCustomer } from "../session/account-name.ts";
import { atPlace } from "../session/next-commands.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { countOf } from "../terminal/count-of.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import type { Style } from "../terminal/style.ts";
import { formatTable } from "../terminal/table.ts";
import { isCanceledWithParent } from "./canceled-with-parent.ts";
import { totalText } from "./draw-plan.ts";
import { fileOf, filesJson, madeText } from "./files-json.ts";
import { absenceNote, isFileMissing } from "./is-file-missing.ts";
import { totalsJson } from "./plan-json.ts";
import { amountsText, unitsOf } from "./priced-text.ts";
import { canceledBelow, leftOutText, namesOf, remediesText, remedyOf, without } from "./remedy.ts";
import { countNoun } from "./result-noun.ts";
import { serviceRow } from "./service-registry.ts";
import { snakeCased } from "./snake-cased.ts";

const COLUMNS = [
  { title: "ALREADY THERE", min: 8 },
  { title: "STATE" },
  { title: "JOB", min: 9, cut: "middle", rank: 1 },
  { title: "FILE", min: 12, cut: "middle" },
] as const;

const COLUMNS_WITHOUT_RESULT = [
  { title: "NOT TRIED AGAIN", min: 8 },
  { title: "STATE" },
  { title: "JOB", min: 9, cut: "middle", rank: 1 },
  { title: "WHY", min: 12, rank: 2 },
] as const;

/** What was bought before, and by whom. */
export interface FoundPreview extends PlanPreview {
  readonly accountFor: (job: Pick<PlannedJob, "service">) => AccountKey;
}

export const hasEarlier = ({ earlier }: PlanPreview): boolean => earlier.some((job) => job !== undefined);

/** What stands for requests of the plan with a result, or on the way to one; in the order of the plan. */
export function thereOf(preview: PlanPreview): readonly JobThere[] {
  const ended = new Set(sortEarlier(preview).withoutResult);
  return preview.earlier.flatMap((job) => (job && !ended.has(job) ? job : []));
}

/** `1 of 4 videos, 3 units (US$ 0.42)`, or `nothing`; with what an earlier run left unsent. */
function leftToBuyText(preview: PlanPreview): string {
  const { earlier, toBuy } = preview;
  const unsent = unsentText(sortEarlier(preview).unsent);
  if (toBuy.jobs.length === 0) return unsent === "" ? "nothing" : `nothing new; ${unsent}`;
  const isVideos = toBuy.jobs.length === earlier.length || earlier.every(isVideo);
  const noun = isVideos ? countNoun(toBuy.jobs, "request") : "request";
  const fresh = `${toBuy.jobs.length} of ${countOf(earlier.length, noun)}, ${totalText(toBuy.totals)}`;
  return [`${fresh}${canceledText(preview)}`, unsent].filter(Boolean).join("; ");
}

const canceledText = ({ blocked, toBuy }: PlanPreview): string => {
  if (blocked.length === 0) return "";
  return blocked.length === toBuy.jobs.length
    ? ", of which a run buys none now"
    : `, of which a run buys ${toBuy.jobs.length - blocked.length} now`;
};

/** Of another unit are images and the like; what costs nothing is an element or a voice. */
const isVideo = (job: JobThere | undefined): boolean =>
  job === undefined || (job.unit === "video" && job.estimateUnits !== 0);

/** Whether a run would send anything: new requests whose inputs can come, or what an earlier run left unsent. */
export const isAnySent = (preview: PlanPreview): boolean =>
  preview.toBuy.jobs.length > preview.blocked.length || sortEarlier(preview).unsent.length > 0;

/** `2 requests that an earlier run approved and did not send: 6 units (US$ 0.84)`; empty for none. */
export const unsentText = (jobs: readonly JobThere[]): string =>
  jobs.length === 0
    ? ""
    : `${countOf(jobs.length, "request")} that an earlier run approved and did not send: ${amountsText(jobs)}`;

export interface PreviewPlace extends StoreOptions {
  /** The file that was planned, as `--batch` takes it. Default: each batch is named by its ID. */
  readonly batchFile?: string | undefined;
}

/** What helps the requests of a plan that a run does not try again; empty for none. `jobs`: which of them. Default: all. */
export function helpWithout(
  preview: PlanPreview,
  place: PreviewPlace,
  jobs = sortEarlier(preview).withoutResult,
): string {
  return helpFor(
    jobs,
    place,
    sortEarlier(preview).bought.filter(({ state }) => state === "collected"),
  );
}

/** Each remedy once. `done`: what has its result. */
function helpFor(jobs: readonly JobThere[], place: PreviewPlace, done: readonly JobThere[]): string {
  const alone = jobs.filter(
    (job) => job.state === "unknown" || (job.state === "canceled" && !isCanceledWithParent(job)),
  );
  const failed = jobs.filter((job) => !alone.includes(job) && !isCanceledWithParent(job));
  const texts = alone.map(
    (job) =>
      `${job.name}: ${leftOutText({ job: { ...job, account: "" }, reason: job.state === "unknown" ? "unknown" : "canceled" })}`,
  );
  const canceled = jobs.filter(isCanceledWithParent);
  // Their parents come first, and only whoever canceled those can tell whether they are wanted.
  const below = canceledBelow(
    alone.filter(({ state }) => state === "canceled"),
    canceled,
  );
  texts.push(...below.map(({ name, needs = [] }) => `${name}: ${takesText(needs)}`));
  const remedies = remediesText(failed, without(canceled, below), {
    batchFile: place.batchFile,
    done,
  });
  // Beside other reasons, a single remedy must not read as if it were for all.
  const isNamed = texts.length > 0 && new Set(failed.map(remedyOf)).size === 1;
  return atPlace(
    [isNamed ? `${namesOf(failed)}: ${remedies}` : remedies, ...texts].filter(Boolean).join(" "),
    place,
  );
}

const takesText = (needs: NonNullable<JobThere["needs"]>): string =>
  `It takes a result of ${namesOf(needs)}. Retry that first.`;

/** A batch that a replaced key has bought is bought again, unless the account has a name. */
const warnElsewhere = ({ boughtElsewhere }: PlanPreview): readonly { readonly message: string }[] =>
  boughtElsewhere
    .filter(({ buyer, account }) => mayBeSameCustomer(buyer, account))
    .map(({ provider, account, requests }) => {
      const [count, them] = [countOf(requests, "request"), requests === 1 ? "it" : "them"];
      const { accountVariable } = serviceRow(provider);
      return {
        message: `The account ${account} has bought ${count} of this plan before. A run buys ${them} again. If that is this account with a key that was replaced, set ${accountVariable}='${account}' first.`,
      };
    });

/** Requests that a run cancels at once: an approval of them would be for nothing. */
const warnBlocked = ({ blocked }: PlanPreview): readonly { readonly message: string }[] =>
  blocked.map(({ name, parentName }) => ({
    message: `${name} takes a result of ${parentName}, which a run does not try again. A run cancels ${name}, and sends nothing for it. Get ${parentName} first.`,
  }));

/** Why a run would be refused, and what helps. */
export const clashText = ({ reasons, remedy }: NonNullable<PlanPreview["clash"]>): string =>
  `${reasons.join("; ")}. What helps: ${remedy}.`;

/** What a person knows before buying. */
export const warnBefore = (preview: PlanPreview): readonly { readonly message: string }[] => [
  ...(preview.clash ? [{ message: `A run would be refused: ${clashText(preview.clash)}` }] : []),
  ...warnElsewhere(preview),
  ...warnBlocked(preview),
];

/** What is not bought again, and what is left to buy; empty where nothing is there. */
export function drawPreview(style: Style, preview: PlanPreview, place: PreviewPlace): string {
  if (!hasEarlier(preview)) return "";
  const { withoutResult } = sortEarlier(preview);
  const rows = thereOf(preview).map((job) => [
    showOnOneLine(job.name),
    stateWord(job),
    job.id,
    fileText(job),
  ]);
  const table = rows.length === 0 ? "" : `\n${formatTable(style, COLUMNS, rows)}`;
  const lost = helpLost(preview, place);
  return `${table}${lost === "" ? "" : `${lost}\n`}${drawWithoutResult(style, withoutResult, helpWithout(preview, place))}${style.dim("left to buy")}  ${style.bold(leftToBuyText(preview))}\n`;
}

function fileText(job: JobThere): string {
  if (job.state !== "collected") return "-";
  return `${madeText(job, job.assets)}${absenceNote(job)}`;
}

/** What helps requests whose file is neither on the disk nor at the service any more: a run asks for it in vain. Empty for none. */
export function helpLost(preview: PlanPreview, place: PreviewPlace): string {
  const lost = sortEarlier(preview).bought.filter(isFileLost);
  if (lost.length === 0) return "";
  const files = lost.length === 1 ? "the file" : "the files";
  const help = atPlace(remediesText(lost, [], { batchFile: place.batchFile }), place);
  return `The service no longer has ${files} of ${namesOf(lost)}. If you have no copy: ${help}`;
}

function drawWithoutResult(style: Style, jobs: readonly JobThere[], help: string): string {
  if (jobs.length === 0) return "";
  const rows = jobs.map((job) => [
    showOnOneLine(job.name),
    stateWord(job),
    job.id,
    showOnOneLine(job.error?.message ?? (job.state === "rejected" ? "reviewed: not bought" : "")),
  ]);
  return `\n${formatTable(style, COLUMNS_WITHOUT_RESULT, rows)}${help}\n`;
}

/** The line for people below a comparison of plans, which shows no jobs. */
export function drawLeftToBuy(style: Style, preview: FoundPreview, place: PreviewPlace): string {
  const { bought, withoutResult } = sortEarlier(preview);
  const rest =
    withoutResult.length > 0
      ? `; not tried again: ${namesOf(withoutResult, stateWord)}. ${helpWithout(preview, place)}`
      : bought.length > 0
        ? "; the rest was bought before"
        : "";
  return `${style.dim("to buy")}  ${style.bold(leftToBuyText(preview))}${rest}\n${emulatedNote(style, preview)}`;
}

/** Whether the jobs that are there were made by `--emulated`. */
export const isOfEmulated = ({ accountFor, toBuy }: FoundPreview): boolean =>
  /^emulated( |$)/.test(accountFor(toBuy.jobs[0] ?? {}).account);

/** Without a key, purchases of `--emulated` are meant: they are none at the service. */
export const emulatedNote = (style: Style, preview: FoundPreview): string =>
  hasEarlier(preview) && isOfEmulated(preview)
    ? style.dim("This is what --emulated made. At the real service, a run may buy all of it.\n")
    : "";

export function previewJson(preview: PlanPreview): Readonly<Record<string, unknown>> {
  const { unsent, withoutResult } = sortEarlier(preview);
  const { toBuy } = preview;
  return {
    already_there: thereOf(preview).map((job) => ({
      job: job.id,
      name: job.name,
      state: job.state,
      ...(job.state === "collected" && job.filePath !== ""
        ? { file: fileOf(job), file_exists: !isFileMissing(job) }
        : { file: null }),
      files: filesJson(job.assets),
    })),
    without_result: withoutResult.map(({ id, name, state, error }) => ({
      job: id,
      name,
      state,
      ...(error === undefined ? {} : { error: snakeCased(error) }),
    })),
    unsent: { jobs: unsent.length, units: Object.fromEntries(unitsOf(unsent)) },
    to_buy: {
      plan_hash: toBuy.hash,
      totals: totalsJson(toBuy.totals),
      triggers: preview.triggers,
      canceled: preview.blocked.map(({ name, parentName }) => ({ name, takes_result_of: parentName })),
    },
  };
}
