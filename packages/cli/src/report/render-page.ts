import { createHash } from "node:crypto";
import { asciiOf, escapeText, type Html, html, jsonIsland } from "./html.ts";
import type { PageData, PageJob } from "./page-data.ts";
import { PAGE_SCRIPT } from "./page-script.gen.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { renderCard } from "./render-card.ts";
import { renderHead } from "./render-head.ts";
import { renderTimeline } from "./render-timeline.ts";
import type { ReportData, ReportJob } from "./report-data.ts";
import { costText, timeText } from "./texts.ts";

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing but this page's own script and style runs, and only files beside it are shown: no network. */
const POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(PAGE_SCRIPT)}`,
  `style-src ${hashOf(PAGE_STYLE)}`,
  "img-src 'self' file: data:",
  "media-src 'self' file: data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The run as one page of HTML that needs no network and no other file but the clips. */
export function renderPage(data: ReportData): string {
  const { title, jobs, createdAtMs } = data;
  const failed = jobs.filter(({ isFailed }) => isFailed);
  const others = jobs.filter(({ isFailed }) => !isFailed);
  const body = html`${renderHead(data)}
${renderTools(jobs)}
<main>
${failed.length > 0 && html`<section aria-labelledby="problems"><h2 id="problems">Needs you (${failed.length})</h2><div class="grid problems">${failed.map(renderCard)}</div></section>`}
${others.length > 0 && html`<section aria-labelledby="results"><h2 id="results">${others.every(({ isOpen }) => isOpen) ? "Not finished" : "Results"} (${others.length})</h2><div class="grid">${others.map(renderCard)}</div></section>`}
<p class="empty" hidden>Nothing matches the filters.</p>
${renderTimeline(data)}
</main>
${DIALOGS}
<footer><p>Made by klingkit, ${timeText(createdAtMs)}. The figures come from the record of the run; US$ amounts are list prices.</p></footer>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeText(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${asciiOf(escapeText(title))} &middot; klingkit report</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${asciiOf(body.text)}
<script type="application/json" id="jobs">${jsonIsland(islandOf(jobs)).text}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** What the page's script needs beside the cards: jobs by ID, and each list of settings once. */
function islandOf(jobs: readonly ReportJob[]): PageData {
  const settings = new Map<string, number>();
  const numberOf = (job: ReportJob) => {
    const text = JSON.stringify(job.settings);
    const number = settings.get(text) ?? settings.size;
    settings.set(text, number);
    return number;
  };
  const entries = jobs.map((job): [string, PageJob] => {
    const { id, unit, settled, files } = job;
    return [id, { settings: numberOf(job), cost: costText(settled, unit), sha256: files[0]?.sha256 ?? "" }];
  });
  return {
    jobs: Object.fromEntries(entries),
    settings: [...settings.keys()].map((text) => JSON.parse(text)),
  };
}

function renderTools(jobs: readonly ReportJob[]): Html {
  const words = [...Map.groupBy(jobs, ({ word }) => word)];
  const models = [...new Set(jobs.map(({ model }) => model))].sort();
  return html`<form class="tools" aria-label="Filter the results">
<fieldset><legend>State</legend>${words.map(([word, those]) => html`<label><input type="checkbox" name="state" value="${word}"> ${word} (${those.length})</label> `)}</fieldset>
<label>Model <select name="model"><option value="">all</option>${models.map((model) => html`<option>${model}</option>`)}</select></label>
<label>Search <input type="search" name="text" placeholder="name, prompt, setting"></label>
<label><input type="checkbox" name="starred"> starred only</label>
<button type="button" data-copy-chosen="text">Copy chosen names</button>
<button type="button" data-copy-chosen="json">Copy as JSON</button>
<button type="button" data-open-compare disabled>Compare 2 takes</button>
<p role="status" class="status"></p>
</form>`;
}

const DIALOGS = html`<dialog class="viewer" aria-label="One result"><div class="stage"></div><h2 dir="auto"></h2><p class="prompt" dir="auto"></p><p class="from"></p>
<div class="controls"><button type="button" data-step="-1">Previous</button><button type="button" data-play>Play</button><button type="button" data-frame="-1">−1 frame</button><button type="button" data-frame="1">+1 frame</button><label>Speed <select data-speed><option>0.25</option><option>0.5</option><option selected>1</option><option>2</option></select></label><button type="button" data-step="1">Next</button><button type="button" data-close>Close</button></div>
<label class="notes">Note <input type="text" data-note placeholder="stays in this browser"></label>
<p class="keys"><kbd>←</kbd> <kbd>→</kbd> other results · <kbd>Space</kbd> play or pause · <kbd>,</kbd> <kbd>.</kbd> one frame · <kbd>Esc</kbd> close</p></dialog>
<dialog class="comparer" aria-label="Two takes"><div class="pair"></div>
<div class="controls"><button type="button" data-play>Play</button><button type="button" data-frame="-1">−1 frame</button><button type="button" data-frame="1">+1 frame</button><label>Time <input type="range" min="0" max="1000" value="0" data-seek></label><button type="button" data-close>Close</button></div>
<table><thead><tr><th scope="col">Setting</th><th scope="col" data-name></th><th scope="col" data-name></th></tr></thead><tbody></tbody></table></dialog>`;
