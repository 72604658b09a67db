import { basename } from "node:path";
import { ROUTE_STATE_WORDS } from "@klingkit/spec";
import type { CreatePlan } from "../../create/plan-create.ts";
import { estimateText } from "../../jobs/estimate.ts";
import type { FetchedFile } from "../../tasks/fetch-result.ts";
import { formatPairs } from "../../terminal/pairs.ts";
import { sizeText } from "../../terminal/size-text.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";
import type { Comparison } from "./compare-result.ts";

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, "  ");

/** What will be sent, before it is sent. */
export function drawPlan(style: Style, { compiled, payload }: CreatePlan): string {
  const { route, method, path, estimate, warnings } = compiled;
  const pairs = formatPairs(
    [
      ["route", `${route.id} ${style.dim(`(${ROUTE_STATE_WORDS[route.state]})`)}`],
      ["request", `${method} ${path}`],
      ["price", `${estimateText(estimate)}; here it costs nothing`],
    ],
    style.dim,
  );
  const notes = warnings.map(({ message }) => `  ${style.warn("warning")} ${message}\n`).join("");
  const banner = `${style.warn("The service is emulated:")} this machine plays Kling. The file is real, the picture is a test slate.`;
  return `${banner}\n\n${style.bold("Plan")}\n${pairs}${notes}\n${indent(JSON.stringify(payload, undefined, 2))}\n\n`;
}

interface Shown {
  readonly file: FetchedFile;
  readonly comparison: Comparison;
  readonly journal: { readonly creates: number; readonly billed: number; readonly delivered: number };
}

/** Lines beside the picture. `batch` is a file that is there to be run next. */
export const drawNext = (
  style: Style,
  { filePath, sizeBytes }: FetchedFile,
  batch: string | undefined,
): readonly string[] => [
  style.link(style.bold(basename(filePath)), filePath),
  style.dim(`${sizeText(sizeBytes)}, no charge (emulator)`),
  "",
  style.dim(
    batch === undefined ? "Next: your own code against the emulator" : "Next: ten videos from a file",
  ),
  style.accent(batch === undefined ? "kling emulator" : `kling run ${batch} --emulated`),
];

const audioText = (hasAudio: boolean): string => (hasAudio ? "yes" : "no");

export function drawResult(style: Style, { file, comparison, journal }: Shown): string {
  const { requested, measured } = comparison;
  const shape = requested.aspect_ratio
    ? `${requested.resolution} ${requested.aspect_ratio}`
    : requested.resolution;
  const rate = measured.frames_per_second === null ? "" : ` at ${Math.round(measured.frames_per_second)} fps`;
  const table = formatTable(
    style,
    [{ title: "" }, { title: "REQUESTED" }, { title: "MEASURED" }],
    [
      ["container", requested.container, measured.container],
      ["picture", shape, `${measured.width} × ${measured.height}${rate}`],
      [
        "seconds",
        requested.seconds === null ? "as the input" : String(requested.seconds),
        String(measured.seconds),
      ],
      ["audio", audioText(requested.audio), audioText(measured.audio)],
    ],
  );
  const counts = `${journal.creates} created, ${journal.billed} billed, ${journal.delivered} delivered`;
  const size = sizeText(file.sizeBytes);
  return `${style.good("Saved")} ${style.link(style.bold(file.filePath), file.filePath)} ${style.dim(`(${size})`)}\n\n${indent(table)}\n${style.dim(`Emulator's journal: ${counts}. Spent: nothing.`)}\n`;
}
