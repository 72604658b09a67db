import type { Unit } from "@klingkit/spec";
import { anyAmountText } from "../jobs/amount-text.ts";
import { countOf } from "../terminal/count-of.ts";
import { type Html, html } from "./html.ts";
import type { ReportApproval, ReportData } from "./report-data.ts";
import { amountsOf, costText, durationText, sizeText, timeText } from "./texts.ts";

const HASH_SHOWN = { from: "sha256:".length, digits: 12 };

/** Approvals that the head names; jobs that were retried have one each. */
const MOST_APPROVALS = 6;

/** Title, who approved what, and the figures of the run. */
export function renderHead({ title, batchIds, accounts, approvals, figures, ...data }: ReportData): Html {
  const { startedAtMs, endedAtMs } = figures;
  return html`<header class="head">
<p class="eyebrow">klingkit report</p>
<h1 dir="auto">${title}</h1>
${figures.open > 0 && html`<p class="unfinished"><b>${countOf(figures.open, "job")} not finished.</b> This page shows them as they were at ${timeText(data.createdAtMs)}. Write it again with <code>kling report</code>.</p>`}
<dl class="facts">
<div><dt>Started</dt><dd>${timeText(startedAtMs)}</dd></div>
<div><dt>${accounts.length > 1 ? "Accounts" : "Account"}</dt><dd>${accounts.join(", ")}</dd></div>
<div><dt>${batchIds.length > 1 ? "Batches" : "Batch"}</dt><dd><code>${batchIds.join(", ")}</code></dd></div>
${approvals.length === 0 && html`<div><dt>Approval</dt><dd>${data.isEmulated ? "not needed (emulator)" : "none recorded"}</dd></div>`}
${approvals.slice(0, MOST_APPROVALS).map(renderApproval)}
${approvals.length > MOST_APPROVALS && html`<div><dt>More approvals</dt><dd>${approvals.length - MOST_APPROVALS}</dd></div>`}
</dl>
<dl class="figures">
${filesFigure(figures)}
${figure("Billed once", `${figures.billedOnce} of ${figures.billed}`, [`${countOf(figures.requests, "create request")} sent`])}
${costFigure({ ...data, figures })}
${figure("Time", unbroken(durationText(endedAtMs - startedAtMs)), [`${figures.open > 0 ? "so far, until" : "until"} ${timeText(endedAtMs)}`])}
${figure("Lost responses survived", survivedText(figures), [`${countOf(figures.refusals, "refusal")} waited out`], figures.survivedResponses > 0)}
</dl>
</header>`;
}

function filesFigure({ files, goneFiles, sizeBytes, done, jobs, problems }: ReportData["figures"]): Html {
  return figure("Files on disk", `${files}`, [
    `${done} of ${countOf(jobs, "job")} done, ${sizeText(sizeBytes)}`,
    ...(goneFiles > 0 ? [`${countOf(goneFiles, "file")} moved or deleted`] : []),
    ...(problems > 0
      ? [html`<a href="#problems">${problems} ${problems === 1 ? "needs" : "need"} you</a>`]
      : []),
  ]);
}

const figure = (label: string, value: string, notes: readonly (string | Html)[], isStrong = false): Html =>
  html`<div class="figure${isStrong && " strong"}"><dt>${label}</dt><dd><b>${value}</b>${notes.map((note) => html`<span>${note}</span>`)}</dd></div>
`;

function costFigure({ isEmulated, figures }: Pick<ReportData, "isEmulated" | "figures">): Html {
  const { amounts } = figures;
  const usd = amounts.reduce((sum, amount) => sum + amount.usd, 0);
  const settled = amountsOf(amounts, "settled");
  const listPrice = `US$ ${usd.toFixed(2)} at list price`;
  const notes = [
    `Estimate: about ${amountsOf(amounts, "estimated")}`,
    ...(amounts.some((amount) => amount.held > 0) ? [`Still reserved: ${amountsOf(amounts, "held")}`] : []),
  ];
  return isEmulated
    ? figure("Cost (emulator)", "No charge", [`${settled}, ${listPrice}`, ...notes])
    : figure("Cost", settled, [listPrice, ...notes]);
}

/** On one line, however narrow its box is. */
const unbroken = (text: string): string => text.replaceAll(" ", "\u00a0");

const survivedText = ({ survivedResponses, lostResponses }: ReportData["figures"]): string =>
  lostResponses === 0 ? "0" : `${survivedResponses} of ${lostResponses}`;

function renderApproval({ by, via, atMs, planHash, maxUnits, unit }: ReportApproval): Html {
  const digits = planHash.slice(HASH_SHOWN.from, HASH_SHOWN.from + HASH_SHOWN.digits);
  return html`<div><dt>Approved</dt><dd>by ${by}, via ${via}, ${timeText(atMs)}, ${limitText(maxUnits, unit)}, plan <button type="button" class="copy" data-copy="${planHash}" aria-label="${digits}: copy the whole plan hash">${digits}</button></dd></div>
`;
}

const limitText = (maxUnits: number | undefined, unit: Unit): string =>
  maxUnits === undefined ? anyAmountText(unit) : `at most ${costText(maxUnits, unit)}`;
