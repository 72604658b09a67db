import { type Html, html } from "./html.ts";
import type { ReportFile } from "./report-data.ts";

const ABSENT_TEXTS = {
  gone: "This file was moved or deleted. Run the batch again to download it while the service has it.",
  "left-out": "This file does not fit into the page.",
} as const;

type ShownFile = Pick<ReportFile, "kind" | "name" | "source" | "absent">;

interface Card {
  /** Of its element. */
  readonly id: string;
  /** What the file is called to those who do not see it. */
  readonly label: string;
  /** Length of the result in words, where the request has it. */
  readonly length?: string | undefined;
}

/** A link to the file, in which the script shows the clip when it comes near: a thousand players would take seconds to build. */
export function renderFile(
  { kind, source, name, absent = "gone" }: ShownFile,
  { id, label, length }: Card,
): Html {
  if (source === undefined)
    return html`<div class="media"><p class="none"><b>${name}</b><br>${ABSENT_TEXTS[absent]}</p></div>`;
  switch (kind) {
    case "video":
      return html`<a class="media" href="${source}" data-clip aria-label="Enlarge ${label}"></a>`;
    case "image":
    case "mask":
      return html`<a class="media" href="${isInside(source) ? `#${id}` : source}" data-picture aria-label="Enlarge ${label}"><img src="${source}" loading="lazy" alt="" width="320" height="180"></a>`;
    case "audio":
      return html`<div class="media"><audio src="${source}" preload="none" controls aria-label="${label}"></audio>${renderForPaper([name, length])}</div>`;
    default:
      return html`<div class="media"><p class="none">${renderLink(source, name)}</p></div>`;
  }
}

/** A player on paper is a row of buttons without use. */
const renderForPaper = (parts: readonly (string | undefined)[]): Html =>
  html`<p class="none audio-name" aria-hidden="true">${parts.filter((part) => part !== undefined).join(", ")}</p>`;

export const isInside = (source: string): boolean => source.startsWith("data:");

/** A browser opens no page from an address that is the file itself, but saves it. */
const renderLink = (source: string, name: string): Html =>
  isInside(source)
    ? html`<a href="${source}" download="${name}">${name}</a>`
    : html`<a href="${source}">${name}</a>`;

export const renderOther = ({ name, source, absent = "gone" }: ShownFile): Html =>
  html`<li>${source === undefined ? `${name} (${absent === "gone" ? "moved or deleted" : "does not fit into the page"})` : renderLink(source, name)}</li>`;
