import { MEDIA_RULES, type MediaRule, type Source } from "@klingkit/spec";
import { code, printSource, table } from "../markdown.ts";
import type { Topic } from "./topic.ts";

const MB = 1_048_576;

/** What input files must be. */
export const mediaTopic = (): Topic => ({
  name: "media",
  title: "Input files",
  summary: "formats, sizes, sides, lengths and rates that input files may have",
  text: [
    "Where a file may travel as base64, it is sent bare, without the `data:` prefix. MB is 1,048,576 bytes; ratios are width to height.",
    table(
      ["Rule", "Formats", "Travels as", "Size", "Side", "Ratio", "Length", "Frames per second", "Source"],
      Object.entries<MediaRule & { readonly source: Source }>(MEDIA_RULES).map(([name, rule]) => [
        code(name),
        rule.formats.join(", "),
        rule.accepts.join(", "),
        rule.maxSizeBytes === undefined ? undefined : `≤ ${rule.maxSizeBytes / MB} MB`,
        range(rule.minSidePx, rule.maxSidePx, " px"),
        range(rule.minAspect, rule.maxAspect, ""),
        range(rule.minSeconds, rule.maxSeconds, " s"),
        range(rule.minFramesPerSecond, rule.maxFramesPerSecond, ""),
        printSource(rule.source),
      ]),
    ),
  ].join("\n\n"),
});

function range(least: number | undefined, most: number | undefined, unit: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  if (most === undefined) return `≥ ${least}${unit}`;
  return least === undefined ? `≤ ${most}${unit}` : `${least} to ${most}${unit}`;
}
