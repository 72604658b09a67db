import { joinParts, wrapText } from "../caption.ts";
import type { CompositionOptions } from "../compose-picture.ts";
import { toDrawableText } from "../glyphs.ts";
import { COUNTER_LENGTH, counterScaleFor, dotPxFor } from "../layout.ts";
import { MACROBLOCK_PX } from "../picture.ts";
import type { SlateStart } from "./plan-slate.ts";
import { cameraSideFor } from "./slate-layout.ts";

/** Brightness of letters. */
export const INK = { words: 230, facts: 215, origin: 150 } as const;

export interface SlateOptions extends CompositionOptions {
  /** Of a clip: whether it has a sound track. Absent for a picture. */
  readonly hasAudio?: boolean;
  /** Where in the clip the picture stands. Default: at its beginning. It must begin a second, since its flash is white. */
  readonly start?: SlateStart | undefined;
  /** Without words and sign. */
  readonly isPlain?: boolean;
}

export interface StripLine {
  readonly text: string;
  readonly ink: number;
}

/** Facts of the file, the prompt, then where it comes from. Only a prompt is cut. */
export function stripLines({
  widthPx,
  heightPx,
  framesPerSecond,
  hasAudio,
  caption,
  note,
  isPlain,
}: SlateOptions): readonly StripLine[] {
  if (isPlain) return [];
  const dotPx = dotPxFor(widthPx, heightPx);
  // The flash stands beside the counter; a picture without a time has neither.
  const counterPx =
    hasAudio === undefined ? 0 : (COUNTER_LENGTH + 3) * counterScaleFor(dotPx) * MACROBLOCK_PX;
  const hasCamera = caption.camera !== undefined && hasAudio !== undefined;
  const cameraPx = cameraSideFor({ widthPx, heightPx, hasCamera }) * MACROBLOCK_PX;
  const perLine = Math.max(8, Math.floor((widthPx - counterPx - cameraPx - 24 * dotPx) / (6 * dotPx)));
  const facts = [
    ratioText(widthPx, heightPx),
    `${widthPx}x${heightPx}`,
    ...(hasAudio === undefined ? [] : [`${framesPerSecond} fps`, hasAudio ? "audio" : "silent"]),
    ...(caption.labels ?? []),
    ...(caption.isWatermarked ? ["watermarked"] : []),
    ...(note === undefined ? [] : [note]),
  ];
  const origin = [caption.model, caption.taskId, "emulated by klingkit"];
  const drawable = (parts: readonly string[]) => joinParts(parts.map(toDrawableText), perLine);
  const promptLines = heightPx > widthPx ? 3 : 2;
  return [
    ...drawable(facts).map((text) => ({ text, ink: INK.facts })),
    ...wrapText(toDrawableText(caption.prompt), perLine, promptLines).map((text) => ({
      text,
      ink: INK.facts,
    })),
    ...drawable(origin).map((text) => ({ text, ink: INK.origin })),
  ];
}

const greatestDivisor = (one: number, other: number): number =>
  other === 0 ? one : greatestDivisor(other, one % other);

function ratioText(widthPx: number, heightPx: number): string {
  const divisor = greatestDivisor(widthPx, heightPx);
  return `${widthPx / divisor}:${heightPx / divisor}`;
}
