import { type Html, html } from "./html.ts";
import type { ReportFailure, ReportFile, ReportJob } from "./report-data.ts";
import { costText, sizeText } from "./texts.ts";

/** Settings that a card shows; the others are seen when two takes are compared. */
const CHIPS = ["service", "account", "model", "length", "size", "ratio", "audio"] as const;

/**
 * One job: what it made, what was asked, what it cost. A browser builds a thousand of them before it shows the page, so each has
 * as few elements as it can, and the script adds its buttons and its player when it comes near.
 */
export function renderCard(job: ReportJob): Html {
  const { id, name, word, prompt, failure, parents, inputs } = job;
  const [first, ...others] = job.files;
  const from = [
    ...parents.map(({ id: parent, name: of, isShown }) =>
      isShown ? html`<a href="#job-${parent}">${of}</a>` : html`${of}`,
    ),
    ...inputs.map((input) => html`${input}`),
  ];
  const price = [priceOf(job), ...(first ? [sizeText(first.sizeBytes)] : [])];
  return html`<article class="card${classOf(job)}" id="job-${id}">${[
    first ? renderFile(first, job) : !failure && renderNoFile(job),
    html`<div class="title"><h3 dir="auto">${name}</h3><p class="state">${word}</p></div>`,
    prompt !== undefined && html`<p class="prompt" dir="auto">${prompt}</p>`,
    failure && renderFailure(failure),
    html`<p class="chips">${chipsOf(job).join(" · ")}</p>`,
    from.length > 0 && html`<p class="from">from ${from.map((one, at) => html`${at > 0 && ", "}${one}`)}</p>`,
    others.length > 0 && html`<ul class="others">${others.map(renderOther)}</ul>`,
    html`<p class="price">${price.join(" · ")}</p>`,
  ]}</article>
`;
}

const classOf = ({ isDone, isFailed }: ReportJob): string => (isFailed ? " failed" : isDone ? " done" : "");

const renderFailure = ({ message, charge, codes, advice, command }: ReportFailure): Html =>
  html`<p class="problem">${message}</p><p>${charge}${codes !== undefined && html` <span class="codes">${codes}</span>`}</p>${advice !== undefined && html`<p>${advice}</p>`}<p><button type="button" class="copy command" data-copy="${command}" aria-label="${command}: copy the command"><code>${command}</code></button></p>`;

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
