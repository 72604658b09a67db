import {
  type CapabilityRow,
  type Condition,
  describeCondition,
  describeDurations,
  MODELS,
  type Model,
  sourceOfModel,
  VIDEO_CREATES,
} from "@klingkit/spec";
import { code, page, printSource, table } from "../markdown.ts";

export function printModelsPage(): string {
  return page("Models", [
    "Every video model by both of its names: the one in the paths of the standard family, and the `model_name` of `/v1`.",
    table(
      ["Model", "Standard name", "`model_name`", "Can do", "Since", "Refused since", "Source"],
      MODELS.map(printModel),
    ),
    "## What each model can do",
    "One table for each operation that makes videos from a request. A condition in brackets says when a feature is available.",
    ...VIDEO_CREATES.flatMap((operation) => [
      `### ${code(operation.id)}`,
      table(
        ["Model", "Seconds", "Resolution", "Ratio", "Sound", "Frames", "References", "Prompt", "Extras"],
        operation.rows.map(printRow),
      ),
    ]),
  ]);
}

function printModel(model: Model): (string | undefined)[] {
  return [
    model.title,
    model.standardName === null ? undefined : code(model.standardName),
    model.legacyName === null ? undefined : code(model.legacyName),
    model.capabilities.join(", "),
    model.introducedOn,
    model.retiredOn,
    printSource(sourceOfModel(model)),
  ];
}

function printRow(row: CapabilityRow): (string | undefined)[] {
  return [
    row.retiredOn === undefined ? code(row.model) : `${code(row.model)} (refused since ${row.retiredOn})`,
    row.durationsSeconds === null ? "as the input video" : describeDurations(row.durationsSeconds),
    markDefault(row.resolutions, row.defaultResolution),
    row.aspectRatios === null ? "as the input" : row.aspectRatios.join(", "),
    printAudio(row),
    printFrames(row),
    printReferences(row),
    `${row.promptMaxCharacters} characters`,
    printExtras(row),
  ];
}

function markDefault(values: readonly string[], assumed: string): string {
  return values.map((value) => (value === assumed && values.length > 1 ? `**${value}**` : value)).join(", ");
}

function when(condition: Condition | null | undefined): string {
  const words = condition ? describeCondition(condition) : "always";
  return words === "always" ? "" : ` (${words})`;
}

function printAudio(row: CapabilityRow): string {
  if (row.isAudioAlwaysOn) return "always on";
  return `${markDefault(row.audio, row.defaultAudio)}${when(row.nativeAudioWhen)}`;
}

function printFrames(row: CapabilityRow): string {
  const parts = [];
  if (row.firstFrame !== "none") parts.push(`first ${row.firstFrame}`);
  if (row.lastFrameWhen) parts.push(`last${when(row.lastFrameWhen)}`);
  if (row.lastFrameOnlyWhen) parts.push(`last alone${when(row.lastFrameOnlyWhen)}`);
  return parts.join("; ");
}

function printReferences(row: CapabilityRow): string {
  const parts = [];
  if (row.maxReferenceImages > 0) parts.push(`${row.maxReferenceImages} images`);
  if (row.maxElements > 0) parts.push(`${row.maxElements} elements`);
  if (row.maxVoices > 0) parts.push(`${row.maxVoices} voices${when(row.voicesWhen)}`);
  if (row.videoUses.length > 0) parts.push(`video as ${row.videoUses.join(" or ")}`);
  return parts.join("; ");
}

function printExtras(row: CapabilityRow): string {
  const parts = [];
  if (row.multiShotDefault !== null) parts.push(`multi-shot, default ${row.multiShotDefault ? "on" : "off"}`);
  if (row.hasPromptShots) parts.push("shots in the prompt");
  if (row.hasNegativePrompt) parts.push("negative prompt");
  if (row.hasCfgScale) parts.push("cfg_scale");
  if (row.cameraControl) parts.push(`camera control${when(row.cameraControl.when)}`);
  if (row.motionBrushWhen) parts.push(`motion brush${when(row.motionBrushWhen)}`);
  if (row.hasMotion) parts.push("motion control");
  return parts.join("; ");
}
