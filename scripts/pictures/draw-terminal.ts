import type { Run } from "./screen.ts";
import type { Theme } from "./themes.ts";

export type Lines = readonly (readonly Run[])[];

export interface Frame {
  readonly lines: Lines;
  /** How long it is shown, in seconds. One frame stands still. */
  readonly seconds: number;
}

const CHARACTER_WIDTH_PX = 8.4;
const LINE_HEIGHT_PX = 19;
const MARGIN_PX = 20;
const TITLE_PX = 34;
const MIN_COLUMNS = 40;
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const DOTS = ["#ff5f56", "#ffbd2e", "#27c93f"] as const;

export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const widthOf = (line: readonly Run[]): number => line.reduce((sum, { text }) => sum + [...text].length, 0);

/** Starts at its column, whatever width another font gave to the letters before. */
function drawRun({ text, colour, isBold, isDim }: Run, column: number, { colours }: Theme): string {
  const x = Math.round((MARGIN_PX + column * CHARACTER_WIDTH_PX) * 10) / 10;
  const fill = colour === undefined ? undefined : colours[colour];
  const style = [
    fill === undefined ? "" : ` fill="${fill}"`,
    isBold ? ' font-weight="bold"' : "",
    isDim ? ' opacity="0.7"' : "",
  ].join("");
  return `<tspan x="${x}"${style}>${escapeXml(text)}</tspan>`;
}

function drawLine(line: readonly Run[], at: number, theme: Theme): string {
  if (line.length === 0) return "";
  let column = 0;
  const spans = line.map((run) => {
    const span = drawRun(run, column, theme);
    column += [...run.text].length;
    return span;
  });
  const y = TITLE_PX + (at + 1) * LINE_HEIGHT_PX - 4;
  return `<text y="${y}" xml:space="preserve">${spans.join("")}</text>`;
}

const drawLines = (lines: Lines, theme: Theme): string =>
  lines
    .map((line, at) => drawLine(line, at, theme))
    .filter(Boolean)
    .join("\n");

/** Shows one frame after the other, for ever; whoever wants no motion sees the last one. */
function motionOf(frames: readonly Frame[]): string {
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  let passed = 0;
  const rules = frames.map(({ seconds }, at) => {
    const percent = (time: number) => `${((100 * time) / total).toFixed(2)}%`;
    const [from, to] = [percent(passed), percent(passed + seconds)];
    passed += seconds;
    const start = at === 0 ? "" : `0%{visibility:hidden}`;
    const end = at === frames.length - 1 ? "" : `${to}{visibility:hidden}`;
    return `@keyframes f${at}{${start}${from}{visibility:visible}${end}}
.f${at}{animation:f${at} ${total}s step-end infinite}`;
  });
  return `<style>
.f{visibility:hidden}
${rules.join("\n")}
@media (prefers-reduced-motion: reduce){.f{animation:none}.last{visibility:visible}}
</style>`;
}

/** SVG of a terminal window. Several frames move. */
export function drawTerminal(title: string, frames: readonly Frame[], theme: Theme): string {
  const lines = frames.flatMap((frame) => frame.lines);
  const columns = Math.max(MIN_COLUMNS, ...lines.map(widthOf));
  const rows = Math.max(...frames.map((frame) => frame.lines.length));
  const width = Math.ceil(columns * CHARACTER_WIDTH_PX + 2 * MARGIN_PX);
  const height = rows * LINE_HEIGHT_PX + TITLE_PX + MARGIN_PX;
  const dots = DOTS.map(
    (colour, at) => `<circle cx="${MARGIN_PX + at * 18}" cy="18" r="5.5" fill="${colour}"/>`,
  );
  const last = frames.length - 1;
  const bodies =
    frames.length === 1
      ? frames.map((frame) => drawLines(frame.lines, theme))
      : frames.map(
          (frame, at) =>
            `<g class="f f${at}${at === last ? " last" : ""}">\n${drawLines(frame.lines, theme)}\n</g>`,
        );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeXml(title)}</title>
${frames.length === 1 ? "" : `${motionOf(frames)}\n`}<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${theme.paper}" stroke="${theme.frame}"/>
${dots.join("")}
<g font-family="${FONT}" font-size="14" fill="${theme.ink}">
${bodies.join("\n")}
</g>
</svg>
`;
}
