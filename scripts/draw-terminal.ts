import { readFile, writeFile } from "node:fs/promises";

// Draws captured terminal text (with ANSI colours) as an SVG for the README:
//   tmux capture-pane -e -p > session.txt && node scripts/draw-terminal.ts session.txt docs/demo.svg

const CHARACTER_WIDTH_PX = 8.4;
const LINE_HEIGHT_PX = 19;
const MARGIN_PX = 20;
const TITLE_PX = 30;
const COLOURS: Readonly<Record<number, string>> = {
  31: "#ff7b72",
  32: "#7ee787",
  33: "#e3b341",
  34: "#79c0ff",
  35: "#d2a8ff",
  36: "#76e3ea",
  90: "#8b949e",
};

interface Run {
  readonly text: string;
  readonly colour: string | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

type Pen = Omit<Run, "text">;
const PLAIN: Pen = { colour: undefined, isBold: false, isDim: false };

function applyCode(pen: Pen, code: number): Pen {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...pen, isBold: true };
  if (code === 2) return { ...pen, isDim: true };
  if (code === 22) return { ...pen, isBold: false, isDim: false };
  return { ...pen, colour: code === 39 ? undefined : (COLOURS[code] ?? pen.colour) };
}

/** Splits a line at its escape sequences. */
function readRuns(line: string): readonly Run[] {
  const runs: Run[] = [];
  let pen = PLAIN;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
  for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
    const codes = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) pen = codes.split(";").map(Number).reduce(applyCode, pen);
    else if (part !== "") runs.push({ ...pen, text: part });
  }
  return runs;
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Starts at its column, whatever width another font gave to the characters before. */
function drawRun({ text, colour, isBold, isDim }: Run, column: number): string {
  const x = Math.round((MARGIN_PX + column * CHARACTER_WIDTH_PX) * 10) / 10;
  const style = [
    colour === undefined ? "" : ` fill="${colour}"`,
    isBold ? ' font-weight="bold"' : "",
    isDim ? ' opacity="0.65"' : "",
  ].join("");
  return `<tspan x="${x}"${style}>${escapeXml(text)}</tspan>`;
}

function drawLine(runs: readonly Run[], at: number): string {
  const y = TITLE_PX + (at + 1) * LINE_HEIGHT_PX - 4;
  let column = 0;
  const spans = runs.map((run) => {
    const span = drawRun(run, column);
    column += run.text.length;
    return span;
  });
  return `<text y="${y}" xml:space="preserve">${spans.join("")}</text>`;
}

/** SVG of a terminal window with these lines. */
function drawTerminal(lines: readonly string[]): string {
  const rows = lines.map(readRuns);
  const columns = Math.max(...rows.map((runs) => runs.reduce((sum, { text }) => sum + text.length, 0)), 40);
  const width = Math.ceil(columns * CHARACTER_WIDTH_PX + 2 * MARGIN_PX);
  const height = rows.length * LINE_HEIGHT_PX + TITLE_PX + MARGIN_PX;
  const dots = ["#ff5f56", "#ffbd2e", "#27c93f"].map(
    (colour, at) => `<circle cx="${MARGIN_PX + at * 18}" cy="16" r="5.5" fill="${colour}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>Terminal session</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${dots.join("")}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">
${rows.map(drawLine).join("\n")}
</g>
</svg>
`;
}

const [input = "", output = ""] = process.argv.slice(2);
const lines = (await readFile(input, "utf8")).trimEnd().split("\n");
await writeFile(output, drawTerminal(lines));
