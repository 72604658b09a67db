import { createHash } from "node:crypto";
import { PAGE_MARK } from "../files/written-by-klingkit.ts";
import { asciiOf, escapeText, type Html, html, jsonIsland } from "./html.ts";
import type { PageData } from "./page-data.ts";
import { type PageFacts, pageFactsMarkup } from "./page-facts.ts";
import { PAGE_SCRIPT } from "./page-script.gen.ts";
import { PAGE_STYLE } from "./page-style.ts";

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

export interface Shell {
  readonly title: string;
  readonly body: Html;
  readonly data: PageData;
  readonly facts: PageFacts;
}

/** A page of HTML that needs no network and no other file but the clips. */
export function renderShell({ title, body, data, facts }: Shell): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeText(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${PAGE_MARK}${pageFactsMarkup(facts)}
<title>${asciiOf(escapeText(title))}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${asciiOf(body.text)}
${asciiOf(DIALOGS.text)}
<script type="application/json" id="jobs">${jsonIsland(data).text}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** The first control, and always in view: on a narrow screen a dialog is longer than the screen. */
const CLOSE = html`<p class="close"><button type="button" data-close>Close</button></p>`;

const DIALOGS = html`<dialog class="viewer" aria-label="One result" tabindex="-1">${CLOSE}<div class="stage"></div><h2 dir="auto"></h2><p class="prompt" dir="auto"></p><p class="from"></p>
<div class="controls"><button type="button" data-step="-1">Previous</button><button type="button" data-for="video" data-play>Play</button><button type="button" data-for="video" data-frame="-1">−1 frame</button><button type="button" data-for="video" data-frame="1">+1 frame</button><label data-for="video">Speed <select data-speed><option>0.25</option><option>0.5</option><option selected>1</option><option>2</option></select></label><button type="button" data-step="1">Next</button><button type="button" data-starred>☆ Star</button></div>
<label class="notes">Note <input type="text" data-note placeholder="stays in this browser"></label>
<p class="keys"><kbd>←</kbd> <kbd>→</kbd> other results · <span data-for="video audio"><kbd>Space</kbd> play or pause · </span><span data-for="video"><kbd>,</kbd> <kbd>.</kbd> one frame · </span><kbd>s</kbd> star · <kbd>Esc</kbd> close</p></dialog>
<dialog class="comparer" aria-label="Two takes" tabindex="-1">${CLOSE}<div class="pair"></div>
<div class="controls"><span class="controls" data-moving><button type="button" data-play>Play</button><button type="button" data-frame="-1">−1 frame</button><button type="button" data-frame="1">+1 frame</button><label>Time <input type="range" min="0" max="1000" value="0" data-seek></label></span></div>
<table><thead><tr><th scope="col">Setting</th><th scope="col" data-name></th><th scope="col" data-name></th></tr></thead><tbody></tbody></table></dialog>`;
