import type { NextStep } from "../jobs/next-steps.ts";
import { countOf } from "../terminal/count-of.ts";
import { sizeText } from "../terminal/size-text.ts";
import { type Choice, choiceName } from "./choices.ts";
import { type Html, html } from "./html.ts";
import { isInside, renderFile, renderOther } from "./render-file.ts";
import type { NewerTake, ReportFailure, ReportFile, ReportJob, ReportParent } from "./report-data.ts";
import { chargedText, costText, timeText } from "./texts.ts";

/** Settings that a card shows; the others are seen when two takes are compared. */
const CHIPS = ["service", "account", "model", "length", "size", "ratio", "audio"] as const;

/** ID of the card in the page, without its prefix: that of the job, with a number for each further image. */
export const cardId = ({ id }: ReportJob, { part }: Choice<ReportFile>): string =>
  part && part.number > 1 ? `${id}.${part.number}` : id;

/**
 * One job, or one of several images that it made: what it made, what was asked, what it cost. A browser builds a thousand of them before it shows the page, so each has
 * as few elements as it can, and the script adds its buttons and its player when it comes near.
 */
export function renderCard(job: ReportJob, choice: Choice<ReportFile> = job): Html {
  const { word, tone, prompt, failure, parents, inputs } = job;
  const { part } = choice;
  const id = cardId(job, choice);
  const name = choiceName(job.name, part);
  const [first, ...others] = choice.files;
  const from = [...parents.map(renderParent), ...inputs.map((input) => html`${input}`)];
  const price = [
    part ? `${priceOf(job)} for ${part.of} images` : priceOf(job),
    ...(first ? [first.name, sizeText(first.sizeBytes)] : []),
  ];
  return html`<article class="card${classOf(job)}" id="job-${id}">${[
    first
      ? renderFile(first, { id: `job-${id}`, label: name, length: job.settings["length"] })
      : !failure && renderNoFile(job),
    html`<div class="title"><h3 dir="auto">${name}</h3><p class="state ${tone}">${word}</p></div>`,
    prompt !== undefined && html`<p class="prompt" dir="auto">${prompt}</p>`,
    failure && renderFailure(failure),
    html`<p class="chips">${chipsOf(job).join(" · ")}</p>`,
    from.length > 0 && html`<p class="from">from ${from.map((one, at) => html`${at > 0 && ", "}${one}`)}</p>`,
    others.length > 0 && html`<ul class="others">${others.map(renderOther)}</ul>`,
    html`<p class="price">${price.join(" · ")}</p>`,
    job.newer && renderNewer(job.newer),
    job.earlier.length > 0 && choice.files[0] === job.files[0] && renderTakes(job),
  ]}</article>
`;
}

function renderParent({ id, name, isShown, card = id, part }: ReportParent): Html {
  const result = part && (part.of === undefined ? `result ${part.number}` : `${part.number} of ${part.of}`);
  const text = result === undefined ? name : `${name} (${result})`;
  return isShown ? html`<a href="#job-${card}">${text}</a>` : html`${text}`;
}

const renderNewer = ({ word, batchId, createdAtMs }: NewerTake): Html =>
  html`<p class="takes"><b>Newer take: ${word}</b>, ${timeText(createdAtMs)}, in run <code>${batchId}</code></p>`;

/** Earlier takes, with links to their files; the script compares them with the newest one. */
function renderTakes({ earlier }: ReportJob): Html {
  const links = earlier.map((take, at) => {
    const [file] = take.files;
    const text = timeText(take.createdAtMs);
    const link =
      file?.source === undefined
        ? html`${text} (${whyNotLinked(take, file)})`
        : html`<a href="${file.source}" data-take="${at}"${isInside(file.source) && html` download="${file.name}"`}>${text}</a>`;
    return html`${at > 0 && ", "}${link}`;
  });
  return html`<p class="takes">${countOf(earlier.length, "earlier take")}: ${links}</p>`;
}

const whyNotLinked = ({ isDone, word }: ReportJob, file: ReportFile | undefined): string =>
  file === undefined
    ? isDone
      ? "no file"
      : word
    : file.absent === "left-out"
      ? "does not fit into the page"
      : "moved or deleted";

const classOf = ({ isDone, isFailed }: ReportJob): string => (isFailed ? " failed" : isDone ? " done" : "");

const renderFailure = ({ message, charge, codes, steps }: ReportFailure): Html =>
  html`<p class="problem">${message}</p><p>${charge}${codes !== undefined && html` <span class="codes">${codes}</span>`}</p>${steps.map(renderStep)}`;

const renderStep = ({ text, command }: NextStep): Html =>
  html`${text !== undefined && html`<p>${text}${command !== undefined && ":"}</p>`}${command !== undefined && html`<p>${renderCommand(command)}</p>`}`;

/** A command that a click copies. */
export const renderCommand = (command: string): Html =>
  html`<button type="button" class="copy command" data-copy="${command}" aria-label="${command}: copy the command"><code>${command}</code></button>`;

const chipsOf = ({ settings }: ReportJob): readonly string[] =>
  CHIPS.flatMap((name) => {
    const value = settings[name];
    if (value === undefined || (name === "audio" && value === "off")) return [];
    return name === "audio" ? `audio ${value}` : value;
  });

function priceOf(job: ReportJob): string {
  const { settled, estimated, held, unit, isDone, isFailed, isReplaceable, isOpen, newer } = job;
  if (settled > 0 || isDone) return chargedText(job);
  if (held > 0) return `${costText(held, unit)} reserved`;
  const price = estimated === undefined ? "unknown" : `about ${costText(estimated, unit)}`;
  // Beside the failure, which says what was charged.
  if (isFailed) return `${newer || !isReplaceable ? "Estimate" : "Price of another try"}: ${price}`;
  // Such as a canceled job.
  if (!isOpen) return `Nothing was charged; estimate: ${price}`;
  return estimated === undefined ? "price unknown" : price;
}

const renderNoFile = ({ word, isDone, reason }: ReportJob): Html =>
  html`<div class="media"><p class="none">${isDone ? "no file" : (reason ?? word)}</p></div>`;
