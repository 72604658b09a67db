import { amountsText } from "../jobs/priced-text.ts";
import { againText } from "../jobs/remedy.ts";
import { batchRetriesOf } from "./batch-retries.ts";
import { type Choice, choicesOf } from "./choices.ts";
import { type Html, html } from "./html.ts";
import { MOST_AT_ONCE } from "./most-at-once.ts";
import { needsYou } from "./needs-you.ts";
import type { PageData, PageJob, PageTake } from "./page-data.ts";
import { cardId, renderCard, renderCommand } from "./render-card.ts";
import { renderHead } from "./render-head.ts";
import { renderShell } from "./render-shell.ts";
import { renderTimeline } from "./render-timeline.ts";
import type { ReportData, ReportFile, ReportJob } from "./report-data.ts";
import { SettingsTable } from "./settings-table.ts";
import { chargedText, timeText } from "./texts.ts";

/** The run as one page of HTML that needs no network and no other file but the clips. */
export function renderPage(data: ReportData): string {
  const { title, jobs, figures, createdAtMs, command } = data;
  const cards = jobs.flatMap((job) => choicesOf(job.files).map((choice): ShownCard => ({ job, choice })));
  const failed = cards.filter(({ job }) => needsYou(job));
  const others = cards.filter(({ job }) => !needsYou(job));
  const isMany = cards.length > MOST_AT_ONCE;
  const render = ({ job, choice }: ShownCard) => renderCard(job, choice);
  const body = html`${renderHead(data)}
${renderTools(cards.map(({ job }) => job))}
<main${isMany && html` class="many"`}>
${failed.length > 0 && html`<section aria-labelledby="problems"><h2 id="problems">Needs you (${failed.length})</h2>${renderBatchRetries(jobs, figures.problems)}<div class="grid problems">${failed.map(render)}</div></section>`}
${others.length > 0 && html`<section aria-labelledby="results"><h2 id="results">${others.every(({ job }) => job.isOpen) ? "Not finished" : "Results"} (${others.length})</h2><div class="grid">${others.map(render)}</div></section>`}
<p class="empty" hidden>Nothing matches the filters.</p>
${renderTimeline(data)}
</main>
<footer><p>Made by klingkit, ${timeText(createdAtMs)}. The figures come from the record of the jobs on this page; US$ amounts are list prices.</p></footer>`;
  const facts = { shown: jobs.length, command };
  return renderShell({ title: `${title} · klingkit report`, body, data: islandOf(cards), facts });
}

/** Jobs that failed together are bought again together, with one approval. `problems`: how many jobs of the page need a person. */
function renderBatchRetries(jobs: readonly ReportJob[], problems: number): Html {
  return html`${batchRetriesOf(jobs).map(({ command, failed, canceled }) => {
    const [first] = failed;
    const isAll = failed.length === problems;
    const them =
      failed.length === 1 ? (first?.name ?? "") : isAll ? "all of them" : `${failed.length} of them`;
    const what = againText(them, { failed: failed.length, canceled: canceled.length });
    const again = [...failed, ...canceled].map(({ unit, estimated }) => ({ unit, estimateUnits: estimated }));
    const isUnknown = again.every(({ estimateUnits }) => estimateUnits === undefined);
    const price = isUnknown ? "unknown" : amountsText(again);
    return html`<p>To buy ${what}: ${renderCommand(command)} Estimate: ${price}.</p>`;
  })}`;
}

interface ShownCard {
  readonly job: ReportJob;
  readonly choice: Choice<ReportFile>;
}

/** What the page's script needs beside the cards: their facts by ID, and each list of settings once. */
function islandOf(cards: readonly ShownCard[]): PageData {
  const settings = new SettingsTable();
  const factsOf = (job: ReportJob, [file] = job.files): PageJob => ({
    settings: settings.numberOf(job.settings),
    cost: chargedText(job),
    sha256: file?.sha256 ?? "",
    ...(file?.source === undefined ? {} : { file: file.name }),
  });
  const takeOf = (job: ReportJob): PageTake => ({
    ...factsOf(job),
    time: timeText(job.createdAtMs),
    kind: job.files[0]?.kind ?? "",
    prompt: job.prompt ?? "",
  });
  const entries = cards.map(({ job, choice }): [string, PageJob] => [
    cardId(job, choice),
    {
      ...factsOf(job, choice.files),
      ...(cardId(job, choice) === job.id ? {} : { job: job.id }),
      ...(job.earlier.length > 0 ? { earlier: job.earlier.map((take) => takeOf(take)) } : {}),
    },
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
