import { type Html, html } from "./html.ts";
import type { ReportFile, ReportJob } from "./report-data.ts";
import { costText, sizeText } from "./texts.ts";

const SHA_DIGITS = 8;
/** Settings that are chips of a card; the others are seen when two takes are compared. */
const CHIPS = ["service", "account", "model", "length", "size", "ratio", "audio"] as const;

/** One job: what it made, what was asked, what it cost. */
export function renderCard(job: ReportJob): Html {
  const { id, name, prompt, settings, failure, parents, inputs } = job;
  const [first, ...others] = job.files;
  const from = [
    ...parents.map(({ id: parent, name: of, isShown }) =>
      isShown ? html`<a href="#job-${parent}">${of}</a>` : html`${of}`,
    ),
    ...inputs.map((input) => html`${input}`),
  ];
  const text = [name, prompt, ...Object.values(settings)].join(" ").toLowerCase();
  return html`<article class="card${job.isFailed && " failed"}" id="job-${id}" data-id="${id}" data-state="${job.word}" data-model="${job.model}" data-text="${text}">
${first ? renderFile(first, job) : !failure && renderNoFile(job)}
<div class="body">
<div class="title"><h3 dir="auto">${name}</h3><p class="state">${signOf(job)} ${job.word}</p></div>
${prompt !== undefined && html`<p class="prompt" dir="auto">${prompt}</p>`}
${failure && html`<p class="problem">${failure.message}</p><p>${failure.charge}${failure.codes !== undefined && html` <span class="codes">${failure.codes}</span>`}</p>${failure.advice !== undefined && html`<p>${failure.advice}</p>`}<p><button type="button" class="copy command" data-copy="${failure.command}" aria-label="${failure.command}: copy the command"><code>${failure.command}</code></button></p>`}
<ul class="chips">${chipsOf(job).map((chip) => html`<li>${chip}</li>`)}</ul>
${from.length > 0 && html`<p class="from">from ${from.map((one, at) => html`${at > 0 && ", "}${one}`)}</p>`}
${others.length > 0 && html`<ul class="others">${others.map(renderOther)}</ul>`}
<p class="price">${priceOf(job)}${first && html` · ${sizeText(first.sizeBytes)} · <button type="button" class="copy" data-copy="${first.sha256}" aria-label="${first.sha256.slice(0, SHA_DIGITS)}: copy the SHA-256 of ${first.name}">${first.sha256.slice(0, SHA_DIGITS)}</button>`}</p>
<p class="choose"><button type="button" data-star aria-pressed="false">☆ Star</button> <button type="button" data-compare aria-pressed="false">Compare</button></p>
</div>
</article>
`;
}

const signOf = ({ isDone, isFailed }: ReportJob): string => (isDone ? "✓" : isFailed ? "✗" : "·");

const chipsOf = ({ settings }: ReportJob): readonly string[] =>
  CHIPS.flatMap((name) => {
    const value = settings[name];
    if (value === undefined || (name === "audio" && value === "off")) return [];
    return name === "audio" ? `audio ${value}` : value;
  });

function priceOf({ settled, estimated, held, unit, isDone, isFailed }: ReportJob): string {
  if (settled > 0 || isDone) return costText(settled, unit);
  if (held > 0) return `${costText(held, unit)} reserved`;
  const price = estimated === undefined ? "price unknown" : `about ${costText(estimated, unit)}`;
  return isFailed ? `Price of another try: ${price}` : price;
}

const ABSENT_TEXTS = {
  gone: "This file was moved or deleted. Run the batch again to download it while the service has it.",
  "left-out": "This file does not fit into the page.",
} as const;

/** A link to the file, in which the script shows the clip when it comes near: a thousand players would take seconds to build. */
function renderFile({ kind, source, name, absent = "gone" }: ReportFile, { id, name: job }: ReportJob): Html {
  if (source === undefined)
    return html`<div class="media"><p class="none"><b>${name}</b><br>${ABSENT_TEXTS[absent]}</p></div>`;
  switch (kind) {
    case "video":
      return html`<a class="media" href="${source}" data-clip aria-label="Enlarge ${job}"></a>`;
    case "image":
    case "mask":
      return html`<a class="media" href="${isInside(source) ? `#job-${id}` : source}" data-picture aria-label="Enlarge ${job}"><img src="${source}" loading="lazy" alt="" width="320" height="180"></a>`;
    case "audio":
      return html`<div class="media"><audio src="${source}" preload="none" controls aria-label="${job}"></audio></div>`;
    default:
      return html`<div class="media"><p class="none">${renderLink(source, name)}</p></div>`;
  }
}

const isInside = (source: string): boolean => source.startsWith("data:");

/** A browser opens no page from an address that is the file itself, but saves it. */
const renderLink = (source: string, name: string): Html =>
  isInside(source)
    ? html`<a href="${source}" download="${name}">${name}</a>`
    : html`<a href="${source}">${name}</a>`;

const renderOther = ({ name, source, absent }: ReportFile): Html =>
  html`<li>${source === undefined ? `${name} (${absent === "gone" ? "moved or deleted" : "does not fit into the page"})` : renderLink(source, name)}</li>`;

const renderNoFile = ({ word, isDone, waits }: ReportJob): Html =>
  html`<div class="media"><p class="none">${isDone ? "no file" : (waits ?? word)}</p></div>`;
