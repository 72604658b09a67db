import { readFile, writeFile } from "node:fs/promises";

// Draws the spans of one trace as an SVG, as viewers of traces do:
//   node scripts/draw-trace.ts spans.json docs/trace.svg
// where the file holds a list of `DrawnSpan`.

interface DrawnSpan {
  readonly name: string;
  readonly id: string;
  readonly parent?: string;
  /** Unix ms. */
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
  /** From 1; each has its colour. */
  readonly process: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const ROW_PX = 34;
const TOP_PX = 56;
const NAMES_PX = 320;
const BARS_PX = 620;
const MARGIN_PX = 20;
const INDENT_PX = 16;
const LEAST_BAR_PX = 4;
const TICK_MS = 10_000;
const COLOURS = ["#79c0ff", "#7ee787"] as const;
const ERROR = "#ff7b72";
const DIM = "#8b949e";
/** What is written beside a bar, in this order. */
const NOTES: readonly (readonly [string, string])[] = [
  ["error.type", ""],
  ["klingkit.adopted", "adopted"],
  ["klingkit.units.settled", "units settled"],
  ["klingkit.may_have_charged", "may have charged:"],
  ["klingkit.size_bytes", "bytes"],
  ["klingkit.approval.via", "via"],
];

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function noteOf({ attributes }: DrawnSpan): string {
  const parts = NOTES.flatMap(([name, words]) => {
    const value = attributes[name];
    if (value === undefined || value === false) return [];
    if (value === true) return [words];
    return [
      words.endsWith(":") || words === "via"
        ? `${words} ${String(value)}`
        : `${String(value)} ${words}`.trim(),
    ];
  });
  return parts.slice(0, 2).join(", ").trim();
}

function depthOf(span: DrawnSpan, byId: ReadonlyMap<string, DrawnSpan>): number {
  const parent = span.parent === undefined ? undefined : byId.get(span.parent);
  return parent ? depthOf(parent, byId) + 1 : 0;
}

function lengthOf({ startMs, endMs }: DrawnSpan): string {
  const ms = endMs - startMs;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

interface Scale {
  readonly beginMs: number;
  readonly pxPerMs: number;
}

function drawSpan(span: DrawnSpan, at: number, { beginMs, pxPerMs }: Scale, depth: number): string {
  const y = TOP_PX + at * ROW_PX;
  const x = NAMES_PX + (span.startMs - beginMs) * pxPerMs;
  const width = Math.max(LEAST_BAR_PX, (span.endMs - span.startMs) * pxPerMs);
  const colour = span.isError ? ERROR : (COLOURS[span.process - 1] ?? COLOURS[0]);
  const note = [lengthOf(span), noteOf(span)].filter(Boolean).join(" · ");
  const isLate = x + width > NAMES_PX + BARS_PX / 2;
  const noteX = isLate ? x - 6 : x + width + 6;
  return `<text x="${MARGIN_PX + depth * INDENT_PX}" y="${y + 15}"${span.isError ? ` fill="${ERROR}"` : ""}>${escapeXml(span.name)}</text>
<rect x="${x.toFixed(1)}" y="${y + 4}" width="${width.toFixed(1)}" height="14" rx="3" fill="${colour}"/>
<text x="${noteX.toFixed(1)}" y="${y + 15}" fill="${DIM}" font-size="12"${isLate ? ' text-anchor="end"' : ""}>${escapeXml(note)}</text>`;
}

function drawTick(ms: number, { pxPerMs }: Scale, height: number): string {
  const x = (NAMES_PX + ms * pxPerMs).toFixed(1);
  const seconds = ms / 1000;
  return `<line x1="${x}" y1="${TOP_PX - 12}" x2="${x}" y2="${height - MARGIN_PX}" stroke="#21262d"/>
<text x="${x}" y="${TOP_PX - 18}" fill="${DIM}" font-size="12" text-anchor="middle">${seconds} s</text>`;
}

/** SVG of a trace: one row per span, in the order of their beginnings. */
function drawTrace(given: readonly DrawnSpan[]): string {
  const byId = new Map(given.map((span) => [span.id, span]));
  const spans = given.toSorted((left, right) => left.startMs - right.startMs);
  const beginMs = Math.min(...spans.map(({ startMs }) => startMs));
  const totalMs = Math.max(...spans.map(({ endMs }) => endMs)) - beginMs;
  const scale = { beginMs, pxPerMs: BARS_PX / totalMs };
  const width = NAMES_PX + BARS_PX + 2 * MARGIN_PX;
  const height = TOP_PX + spans.length * ROW_PX + MARGIN_PX;
  const ticks = Array.from({ length: Math.floor(totalMs / TICK_MS) + 1 }, (_, at) => at * TICK_MS);
  const processes = [...new Set(spans.map(({ process }) => process))].toSorted();
  const legend = processes.map(
    (process, at) =>
      `<rect x="${MARGIN_PX + at * 100}" y="14" width="10" height="10" rx="2" fill="${COLOURS[process - 1] ?? COLOURS[0]}"/><text x="${MARGIN_PX + 16 + at * 100}" y="23" font-size="12">process ${process}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>One trace of one job over two processes</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3">
${legend.join("\n")}
${ticks.map((ms) => drawTick(ms, scale, height)).join("\n")}
${spans.map((span, at) => drawSpan(span, at, scale, depthOf(span, byId))).join("\n")}
</g>
</svg>
`;
}

const [input = "", output = ""] = process.argv.slice(2);
// Written by whoever recorded the trace, in the form above.
const spans = JSON.parse(await readFile(input, "utf8")) as readonly DrawnSpan[];
await writeFile(output, drawTrace(spans));
