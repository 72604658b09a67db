import { anyAmountText } from "../jobs/amount-text.ts";
import { listPriceText } from "../jobs/list-price.ts";
import { notRunText } from "../jobs/not-run.ts";
import { unreportedNote } from "../jobs/unreported.ts";
import { word } from "../session/next-commands.ts";
import { countOf } from "../terminal/count-of.ts";
import { sizeText } from "../terminal/size-text.ts";
import { type Html, html } from "./html.ts";
import { LEAST_PAUSE_MS } from "./job-times.ts";
import { renderCommand } from "./render-card.ts";
import type { ReportApproval, ReportData, Unfinished } from "./report-data.ts";
import { amountsOf, costText, durationText, estimateText, listText, timeText } from "./texts.ts";

const HASH_SHOWN = { from: "sha256:".length, digits: 12 };

/** Approvals that the head names; jobs that were retried have one each. */
const MOST_APPROVALS = 6;
/** Where pauses are a smaller part of the time, they are not told. */
const MOST_PAUSE_PART = 0.8;

/** Title, who approved what, and the figures of the run. */
export function renderHead(report: ReportData): Html {
  const { title, batchIds, accounts, approvals, figures, ...data } = report;
  const { startedAtMs } = figures;
  return html`<header class="head">
<p class="eyebrow">klingkit report</p>
<h1 dir="auto">${title}</h1>
${data.unfinished && renderUnfinished(report, data.unfinished)}
${data.notRun && html`<p class="unfinished"><b>${notRunText(data.notRun)}</b> To buy only what is missing, run <code>${data.notRun.command}</code>.</p>`}
${renderRuns(report)}
<dl class="facts">
<div><dt>Started</dt><dd>${timeText(startedAtMs)}</dd></div>
<div><dt>${accounts.length > 1 ? "Accounts" : "Account"}</dt><dd>${accounts.join(", ")}</dd></div>
<div><dt>${batchIds.length > 1 ? "Batches" : "Batch"}</dt><dd><code>${batchIds.join(", ")}</code></dd></div>
${approvals.length === 0 && html`<div><dt>Approval</dt><dd>${data.isEmulated ? "not needed (emulator)" : "none recorded"}</dd></div>`}
${approvals.slice(0, MOST_APPROVALS).map((approval) => renderApproval(approval, batchIds.length > 1))}
${approvals.length > MOST_APPROVALS && html`<div><dt>More approvals</dt><dd>${approvals.length - MOST_APPROVALS}</dd></div>`}
</dl>
<dl class="figures">
${filesFigure(figures)}
${figure("Billed once", `${figures.billedOnce} of ${figures.billed}`, requestTexts(figures))}
${costFigure(report)}
${timeFigure(figures)}
${figure("Lost responses survived", survivedText(figures), [refusalsText(figures)], figures.survivedResponses > 0)}
</dl>
</header>`;
}

/** Without a process the jobs stay as they are, however often the page is written. */
function renderUnfinished(
  { createdAtMs, command }: ReportData,
  { jobs, command: resume, isAttended, earlierTakes }: Unfinished,
): Html {
  const when = timeText(createdAtMs);
  const isOne = jobs === 1;
  const [them, they, were] = isOne ? ["it", "it", "was"] : ["them", "they", "were"];
  const those = isOne ? "the job" : "the jobs";
  const steps = isAttended
    ? [
        html`<p>To see what it has done, write the page again:</p><p>${renderCommand(command)}</p>`,
        html`<p>If nothing has changed by then, continue ${those}:</p><p>${renderCommand(resume)}</p>`,
      ]
    : [
        html`<p>To continue ${them}:</p><p>${renderCommand(resume)}</p>`,
        html`<p>Then write the page again:</p><p>${renderCommand(command)}</p>`,
      ];
  return html`<div class="unfinished"><p><b>${countOf(jobs, "job")} not finished.</b> This page shows ${them} as ${they} ${were} at ${when}${isAttended ? ". A process is working on jobs of this store." : `, when no process was running ${them}.`}${earlierTakes > 0 && ` ${countOf(earlierTakes, "earlier take")} among them: the command that continues them buys what was not sent.`}</p>${steps}</div>`;
}

/** Which runs of the purpose the page shows, where there are several. */
function renderRuns({
  title,
  runs,
  batchIds,
  isWholePurpose,
  leftOutRuns,
  isEmulated,
}: ReportData): Html | false {
  const here = runs.filter(({ batchId }) => batchIds.includes(batchId)).length;
  if (isWholePurpose && runs.length > 1)
    return html`<p class="runs"><b>${countOf(here, "run")} of this purpose.</b> Each card is the newest take and lists the earlier ones, also those that failed. The figures count all takes.${elsewhereText({ leftOutRuns, isEmulated, others: runs.length - here })}</p>`;
  if (here >= runs.length) return false;
  return html`<p class="runs"><b>${here} of ${runs.length} runs of this purpose.</b> The page of all of them: <code>kling report ${word(title)}</code></p>`;
}

interface Elsewhere extends Pick<ReportData, "leftOutRuns" | "isEmulated"> {
  /** Runs without a job on the page. */
  readonly others: number;
}

/** Why runs of the purpose are not on the page: another kind of service made them, or nothing came of them. */
function elsewhereText({ leftOutRuns, isEmulated, others }: Elsewhere): string {
  const canceled = others - leftOutRuns;
  const left = `${countOf(leftOutRuns, isEmulated ? "run" : "emulated run")} of it ${leftOutRuns === 1 ? "is" : "are"} not on this page${isEmulated ? ", because no emulator made it" : ""}.`;
  return `${leftOutRuns > 0 ? ` ${left}` : ""}${canceled > 0 ? ` All jobs of ${countOf(canceled, "more run")} were canceled.` : ""}`;
}

/** A run that was stopped overnight took no night: the whole span stands beside the time without pauses. */
function timeFigure({ startedAtMs, endedAtMs, busyMs, open }: ReportData["figures"]): Html {
  const spanMs = endedAtMs - startedAtMs;
  const hasPauses = spanMs - busyMs > LEAST_PAUSE_MS && busyMs < spanMs * MOST_PAUSE_PART;
  const end = `${open > 0 ? "so far, until" : "until"} ${timeText(endedAtMs)}`;
  return hasPauses
    ? figure("Time without pauses", unbroken(durationText(busyMs)), [
        `${durationText(spanMs)} with pauses`,
        end,
      ])
    : figure("Time", unbroken(durationText(spanMs)), [end]);
}

function filesFigure(figures: ReportData["figures"]): Html {
  const { files, goneFiles, sizeBytes, done, jobs, problems, replaced, earlierTakes } = figures;
  const noun = earlierTakes > 0 ? "newest take" : "job";
  return figure("Files on disk", `${files}`, [
    `${done} of ${countOf(jobs, noun)} done, ${sizeText(sizeBytes)}`,
    ...(earlierTakes > 0 ? [`${countOf(earlierTakes, "earlier take")} counted, too`] : []),
    ...(replaced > 0 ? [`${replaced} ${replaced === 1 ? "has" : "have"} a newer take in another run`] : []),
    ...(goneFiles > 0 ? [`${countOf(goneFiles, "file")} moved or deleted`] : []),
    ...(problems > 0
      ? [html`<a href="#problems">${problems} ${problems === 1 ? "needs" : "need"} you</a>`]
      : []),
  ]);
}

const figure = (label: string, value: string, notes: readonly (string | Html)[], isStrong = false): Html =>
  html`<div class="figure${isStrong && " strong"}"><dt>${label}</dt><dd><b>${value}</b>${notes.map((note) => html`<span>${note}</span>`)}</dd></div>
`;

function costFigure({ isEmulated, figures, earlierAmounts, isWholePurpose }: ReportData): Html {
  const { amounts } = figures;
  const settled = amountsOf(amounts, "settled");
  const listPrice = listPriceText(amounts.map(({ unit, settled: amount }) => ({ unit, amount })));
  const notes = [
    `Estimate${isWholePurpose && earlierAmounts.length > 0 ? " of all takes" : ""}: ${estimateText(amounts)}`,
    ...(amounts.some((amount) => amount.held > 0) ? [`Still reserved: ${amountsOf(amounts, "held")}`] : []),
    ...(earlierAmounts.some(({ settled: paid }) => paid > 0)
      ? [`Earlier takes${isWholePurpose ? "" : ", not counted"}: ${amountsOf(earlierAmounts, "settled")}`]
      : []),
  ];
  return isEmulated
    ? figure("Cost (emulator)", "No charge", [
        listPrice === undefined ? settled : `${settled}, ${listPrice}`,
        ...notes,
      ])
    : figure("Cost", settled, [
        ...(listPrice === undefined ? [] : [listPrice]),
        ...unreportedNotes(amounts),
        ...notes,
      ]);
}

function unreportedNotes(amounts: ReportData["figures"]["amounts"]): readonly string[] {
  const note = unreportedNote(amounts.flatMap(({ settled, unit }) => (settled > 0 ? [unit] : [])));
  return note === undefined ? [] : [note];
}

const requestTexts = ({ requests, unsentTries }: ReportData["figures"]): readonly string[] => [
  `${countOf(requests, "create request")} sent`,
  ...(unsentTries > 0
    ? [`${countOf(unsentTries, requests > 0 ? "more attempt" : "attempt")} sent nothing`]
    : []),
];

function refusalsText({ refusals, passedRefusals, open }: ReportData["figures"]): string {
  const all = countOf(refusals, "refusal");
  if (passedRefusals === refusals) return `${all} waited out`;
  if (open > 0) return `${all}, ${passedRefusals} of them waited out so far`;
  return `${all}, ${passedRefusals === 0 ? "none" : passedRefusals} of them waited out`;
}

/** On one line, however narrow its box is. */
const unbroken = (text: string): string => text.replaceAll(" ", "\u00a0");

const survivedText = ({ survivedResponses, lostResponses }: ReportData["figures"]): string =>
  lostResponses === 0 ? "0" : `${survivedResponses} of ${lostResponses}`;

/** `isOneOfSeveral`: the page has batches that it was not for. */
function renderApproval(approval: ReportApproval, isOneOfSeveral: boolean): Html {
  const { by, via, atMs, planHash, batchIds } = approval;
  const digits = planHash.slice(HASH_SHOWN.from, HASH_SHOWN.from + HASH_SHOWN.digits);
  return html`<div><dt>Approved</dt><dd>by ${by}, via ${via}, ${timeText(atMs)}, ${limitText(approval)}${isOneOfSeveral && html`, for <code>${batchIds.join(", ")}</code>`}, plan <button type="button" class="copy" data-copy="${planHash}" aria-label="${digits}: copy the whole plan hash">${digits}</button></dd></div>
`;
}

function limitText({ limits, via }: ReportApproval): string {
  const most = limits.flatMap(({ unit, maxUnits }) =>
    maxUnits === undefined ? [] : costText(maxUnits, unit),
  );
  const open = limits.filter(({ maxUnits }) => maxUnits === undefined);
  // The record has no limits of the policy.
  const any =
    via === "policy" ? ["within the limits of the policy"] : open.map(({ unit }) => anyAmountText(unit));
  return [
    ...(most.length === 0 ? [] : [`at most ${listText(most)}`]),
    ...(open.length === 0 ? [] : any),
  ].join(", ");
}
