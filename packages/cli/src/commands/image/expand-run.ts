import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  computeExpansion,
  detectFormat,
  EXPANSION_LIMITS,
  expandedSides,
  imageExpand,
  type JsonObject,
  readImageSize,
  viewBase64,
  viewBytes,
} from "@klingkit/spec";
import { klingBody } from "../../create/body.ts";
import { runBodyCreate } from "../../create/body-create.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { isInlineImage } from "../../files/inline-image.ts";
import { isHttpUrl } from "../../files/is-http-url.ts";
import { parseNumber } from "../../session/parse-number.ts";
import { type CallOptions, readCallBody } from "../call/call-run.ts";

export interface ExpandOptions extends CallOptions {
  readonly to?: string;
  readonly area?: string;
}

/** Buys an expanded image. Throws \`missing_image\`, \`image_not_found\`, \`invalid_ratio\` and \`conflicting_flags\`. */
export async function runExpand(words: readonly string[], options: ExpandOptions, deps: Deps): Promise<void> {
  const operation = klingBody(imageExpand.create);
  const body = await readCallBody(deps, options, { id: operation.id, words, operand: "prompt" });
  if (options.to === undefined && options.area !== undefined)
    throw usageError("conflicting_flags", "--area belongs to --to. Nothing was sent.");
  const shaped =
    options.to === undefined ? { body } : await giveShape(deps, options, { body, to: options.to });
  await runBodyCreate(deps, options, { operation, ...shaped });
}

const RATIOS = ["up", "down", "left", "right"].map((side) => `${side}_expansion_ratio`);

/** The body with the ratios that lead to the wanted shape, and what was computed in words. */
async function giveShape(
  deps: Deps,
  { area }: ExpandOptions,
  { body, to }: { readonly body: JsonObject; readonly to: string },
) {
  const given = RATIOS.find((field) => body[field] !== undefined);
  if (given !== undefined)
    throw usageError("conflicting_flags", `Give either --to or ${given}, not both. Nothing was sent.`);
  const { widthPx, heightPx } = await readSize(deps, body["image"]);
  const areaFactor =
    area === undefined
      ? {}
      : { areaFactor: parseNumber(area, { flag: "--area", min: 1, max: EXPANSION_LIMITS.maxArea }) };
  const ratios = expansionOf({ widthPx, heightPx, aspectRatio: to, ...areaFactor });
  const { width, height } = expandedSides(ratios);
  const size = `${Math.round(widthPx * width)} × ${Math.round(heightPx * height)}`;
  const { up_expansion_ratio: vertical, left_expansion_ratio: horizontal } = ratios;
  const note = `--to ${to}: ${widthPx} × ${heightPx} px become about ${size} px: ${vertical} heights above and below, ${horizontal} widths left and right.`;
  return { body: { ...body, ...ratios }, notes: [note] };
}

function expansionOf(target: Parameters<typeof computeExpansion>[0]) {
  try {
    return computeExpansion(target);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw usageError("invalid_ratio", `--to: ${error.message} Nothing was sent.`);
  }
}

/** Size in px, which the shape is worked out from. */
async function readSize({ cwd }: Deps, image: unknown) {
  if (typeof image !== "string" || image === "")
    throw usageError("missing_image", "--image: give the image to expand, as a path. Nothing was sent.");
  if (isHttpUrl(image))
    throw usageError(
      "invalid_image",
      "--to needs the size of the image, and this one is not on this machine. Download it, or give the four ratios. Nothing was sent.",
    );
  const view = isInlineImage(image) ? viewBase64(image) : viewBytes(await readImage(resolve(cwd, image)));
  const format = detectFormat(view);
  const size = format === "png" || format === "jpg" ? readImageSize(view, format) : undefined;
  if (size) return size;
  throw usageError(
    "image_read_error",
    `--image: ${image.slice(0, MOST_SHOWN)} is not a PNG or JPEG. Nothing was sent.`,
  );
}

const MOST_SHOWN = 100;

const readImage = (path: string): Promise<Buffer> =>
  readFile(path).catch((cause: unknown) => {
    throw usageError(
      "image_not_found",
      `--image: ${path} cannot be read (${textOf(cause)}). Nothing was sent.`,
    );
  });

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
