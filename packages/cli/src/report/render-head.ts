import { countOf } from "../terminal/count-of.ts";
import { type Html, html } from "./html.ts";
import type { ReportApproval, ReportData } from "./report-data.ts";
import { amountsOf, durationText, sizeText, timeText } from "./texts.ts";

const HASH_SHOWN = { from: "sha256:".length, digits: 12 };

/** Title, who approved what, and the figures of the run. */
export function renderHead({ title, batchIds, accounts, approvals, figures, ...data }: ReportData): Html {
  const { startedAtMs, endedAtMs } = figures;
  return html`<header class="head">
<p class="eyebrow">klingkit report</p>
<h1>${title}</h1>
<dl class="facts">
<div><dt>Started</dt><dd>${timeText(startedAtMs)}</dd></div>
<div><dt>${accounts.length > 1 ? "Accounts" : "Account"}</dt><dd>${accounts.join(", ")}</dd></div>
<div><dt>${batchIds.length > 1 ? "Batches" : "Batch"}</dt><dd><code>${batchIds.join(", ")}</code></dd></div>
${approvals.map(renderApproval)}
</dl>
<dl class="figures">
${figure("Files on disk", `${figures.files}`, `${countOf(figures.jobs, "job")}, ${sizeText(figures.sizeBytes)}`)}
${figure("Billed once", `${figures.billedOnce} of ${figures.billed}`, `${countOf(figures.requests, "create request")} sent`)}
${costFigure({ ...data, figures })}
${figure("Time", durationText(endedAtMs - startedAtMs), `until ${timeText(endedAtMs)}`)}
${figure("Lost responses survived", `${figures.lostResponses}`, `${countOf(figures.refusals, "refusal")} waited out`, figures.lostResponses > 0)}
</dl>
</header>`;
}

const figure = (label: string, value: string, note: string, isStrong = false): Html =>
  html`<div class="figure${isStrong && " strong"}"><dt>${label}</dt><dd><b>${value}</b><span>${note}</span></dd></div>
`;

function costFigure({ isEmulated, figures }: Pick<ReportData, "isEmulated" | "figures">): Html {
  const { amounts } = figures;
  const usd = amounts.reduce((sum, amount) => sum + amount.usd, 0);
  const settled = amountsOf(amounts, "settled");
  const held = amounts.some((amount) => amount.held > 0) ? `, ${amountsOf(amounts, "held")} reserved` : "";
  const estimate = `estimate ${amountsOf(amounts, "estimated")}${held}`;
  return isEmulated
    ? figure("Cost", "No charge", `Emulator. At list price: ${settled}, US$ ${usd.toFixed(2)}; ${estimate}`)
    : figure("Cost", settled, `US$ ${usd.toFixed(2)} at list price; ${estimate}`);
}

function renderApproval({ by, via, atMs, planHash }: ReportApproval): Html {
  const digits = planHash.slice(HASH_SHOWN.from, HASH_SHOWN.from + HASH_SHOWN.digits);
  return html`<div><dt>Approved</dt><dd>by ${by}, via ${via}, ${timeText(atMs)}, plan <button type="button" class="copy" data-copy="${planHash}" aria-label="${digits}: copy the whole plan hash">${digits}</button></dd></div>
`;
}
