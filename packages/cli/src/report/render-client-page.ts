import type { ClientClip, ClientPage } from "./client-clips.ts";
import { type Html, html } from "./html.ts";
import { MOST_AT_ONCE } from "./most-at-once.ts";
import type { PageData, PageJob } from "./page-data.ts";
import { renderFile, renderOther } from "./render-file.ts";
import { renderShell } from "./render-shell.ts";
import { SettingsTable } from "./settings-table.ts";

const AUDIO = "audio file";
/** What a client calls a file of each kind. */
const NOUNS: Readonly<Record<string, string>> = { video: "clip", image: "image", audio: AUDIO };

/** What all of them are; several kinds together are results. */
function nounOf(clips: readonly ClientClip[]): string {
  const [noun = "result", ...others] = new Set(clips.map(({ files: [file] }) => NOUNS[file?.kind ?? ""]));
  return others.length === 0 ? noun : "result";
}

/** The clips as a page for a client, who stars and compares them and sends the choice back. */
export function renderClientPage({ title, clips }: ClientPage): string {
  const noun = nounOf(clips);
  const heading = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}s`;
  const shownTitle = title ?? `${heading} for review`;
  const hasAudio = clips.some(({ files: [file] }) => file?.kind === "audio");
  const body = html`<header class="head"><h1 dir="auto">${shownTitle}</h1>
<p class="screen">${noun !== AUDIO && `Click ${noun === "image" ? "an" : "a"} ${noun} to enlarge it and to write a note. `}${hasAudio && `To write a note on an ${AUDIO}, click Note. `}Star what you like, then copy your choice and send it back. Stars and notes stay in this browser.</p></header>
${renderTools(noun)}
<main${clips.length > MOST_AT_ONCE && html` class="many"`}>
<section aria-labelledby="clips"><h2 id="clips">${heading} (${clips.length})</h2><div class="grid">${clips.map(renderClip)}</div></section>
<p class="empty" hidden>Nothing matches the search.</p>
</main>
<footer></footer>`;
  return renderShell({ title: shownTitle, body, data: dataOf(clips), facts: { shown: clips.length } });
}

const renderTools = (noun: string): Html => html`<form class="tools" aria-label="Choose ${noun}s">
<label>Search <input type="search" name="text" placeholder="name"></label>
<label><input type="checkbox" name="starred"> starred only</label>
<button type="button" data-copy-chosen="notes">Copy my choice</button>
<button type="button" data-open-compare disabled title="Choose Compare on two ${noun}s">Compare 2 ${noun}s</button>
<p role="status" class="status"></p>
</form>`;

function renderClip({ name, settings, prompt, files }: ClientClip, at: number): Html {
  const id = `clip-${at}`;
  const [first, ...others] = files;
  return html`<article class="card done" id="${id}">${[
    first && renderFile(first, { id, label: name, length: settings["length"] }),
    html`<div class="title"><h3 dir="auto">${name}</h3></div>`,
    prompt !== undefined && html`<p class="prompt" dir="auto">${prompt}</p>`,
    html`<p class="chips">${Object.values(settings).join(" · ")}</p>`,
    others.length > 0 && html`<ul class="others">${others.map(renderOther)}</ul>`,
  ]}</article>
`;
}

function dataOf(clips: readonly ClientClip[]): PageData {
  const settings = new SettingsTable();
  const jobs = clips.map((clip, at): [string, PageJob] => [
    `${at}`,
    { settings: settings.numberOf(clip.settings) },
  ]);
  return { jobs: Object.fromEntries(jobs), settings: settings.all() };
}
