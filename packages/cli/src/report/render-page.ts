import { type Html, html } from "./html.ts";
import type { PageData, PageJob, PageTake } from "./page-data.ts";
import { renderCard } from "./render-card.ts";
import { renderHead } from "./render-head.ts";
import { renderShell } from "./render-shell.ts";
import { renderTimeline } from "./render-timeline.ts";
import type { ReportData, ReportJob } from "./report-data.ts";
import { SettingsTable } from "./settings-table.ts";
import { costText, timeText } from "./texts.ts";

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
<footer><p>Made by klingkit, ${timeText(createdAtMs)}. The figures come from the record of the jobs on this page; US$ amounts are list prices.</p></footer>`;
  return renderShell({ title: `${title} · klingkit report`, body, data: islandOf(jobs) });
}

/** What the page's script needs beside the cards: jobs by ID, and each list of settings once. */
function islandOf(jobs: readonly ReportJob[]): PageData {
  const settings = new SettingsTable();
  const factsOf = (job: ReportJob): PageJob => ({
    settings: settings.numberOf(job.settings),
    cost: costText(job.settled, job.unit),
    sha256: job.files[0]?.sha256 ?? "",
    ...(job.files[0]?.source === undefined ? {} : { file: job.files[0].name }),
  });
  const takeOf = (job: ReportJob): PageTake => ({
    ...factsOf(job),
    time: timeText(job.createdAtMs),
    kind: job.files[0]?.kind ?? "",
    prompt: job.prompt ?? "",
  });
  const entries = jobs.map((job): [string, PageJob] => [
    job.id,
    { ...factsOf(job), ...(job.earlier.length > 0 ? { earlier: job.earlier.map(takeOf) } : {}) },
  ]);
  return { jobs: Object.fromEntries(entries), settings: settings.all() };
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
<button type="button" data-open-compare disabled title="Choose Compare on two cards">Compare 2 takes</button>
<p role="status" class="status"></p>
</form>`;
}
