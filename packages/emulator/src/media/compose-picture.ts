import { type Caption, type CaptionLine, composeCaption } from "./caption.ts";
import type { Colour } from "./colour.ts";
import type { DecodedImage } from "./decoded-image.ts";
import {
  type ClipLayout,
  COUNTER_LENGTH,
  counterScaleFor,
  createLayout,
  dotPxFor,
  type FrameLayout,
  type MotionKind,
} from "./layout.ts";
import type { MotionField } from "./motion-picture.ts";
import { type CounterPlaces, counterText, planMotion } from "./motion-plan.ts";
import { paintImage } from "./paint-image.ts";
import { createPicture, MACROBLOCK_PX, type Picture } from "./picture.ts";
import { inventScenery, paintScenery } from "./scenery.ts";
import { createSeededNumbers } from "./seeded-numbers.ts";
import { CAPITAL_DOTS, createTextPainter, type TextPainter } from "./text.ts";

export interface CompositionOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  readonly seed: string;
  readonly caption: Caption;
  /** What the scene shows; without it, or where it could not be read, an invented landscape. */
  readonly image?: DecodedImage | undefined;
  readonly note?: string | undefined;
}

/** The frame from which all pictures of a clip are made. */
export interface Composition {
  readonly layout: FrameLayout;
  /** The whole coded frame, hidden rows included. */
  readonly picture: Picture;
  /** Whether the scene is a given image; otherwise it is invented. */
  readonly isImage: boolean;
  /** Sets every vector of the field to what a later frame shows. */
  readonly plan: (field: MotionField, frame: number, timing: VideoTiming) => void;
}

/** A coded picture in the midst of a clip, and all that are made from it. */
export interface LaterPart {
  readonly composition: Composition;
  /** Number of the coded picture, counted from the clip's first one. */
  readonly fromFrame: number;
}

export interface VideoTiming {
  readonly framesPerSecond: number;
  readonly frameCount: number;
}

const INK = { prompt: 226, origin: 150, counter: 226 } as const;
const BAR_LUMA = 32;
const LINE_DOTS = 11;
/** Extra room between the prompt and the line of model and id. */
const GAP_DOTS = 4;
const PADDING_DOTS = 7;
const STRIPE_DOTS = 2;

/** Draws the frame from which all pictures of the clip are made. */
export function composePicture(options: CompositionOptions): Composition & { readonly layout: ClipLayout } {
  const { widthPx, heightPx, framesPerSecond, seed, image } = options;
  const random = createSeededNumbers(seed);
  const dotPx = dotPxFor(widthPx, heightPx);
  const lines = composeLines(options, dotPx);
  const layout = createLayout({
    widthPx,
    heightPx,
    framesPerSecond,
    barHeightPx: barHeightPx(lines.length, dotPx),
    motion: chooseMotion(random(), image !== undefined),
  });
  const picture = createPicture(layout.columns * MACROBLOCK_PX, layout.rows * MACROBLOCK_PX);
  const scenePx = layout.sceneRows * MACROBLOCK_PX;
  const scenery = inventScenery(random, picture.luma.width / scenePx);
  if (image === undefined) paintScenery(picture, scenery, scenePx);
  else paintImage(picture, image, scenePx);
  paintBar(picture, layout, { accent: scenery.accent, dotPx });
  const painter = createTextPainter(picture.luma);
  drawLines(painter, lines, layout, dotPx);
  drawCounter(painter, layout, counterText(0, framesPerSecond));
  return {
    layout,
    picture,
    isImage: image !== undefined,
    plan: (field, frame, timing) => planMotion(field, frame, { layout, ...timing }),
  };
}

/** An image is panned, since a zoom of a few pixels would hardly show. */
function chooseMotion(chance: number, hasImage: boolean): MotionKind {
  return hasImage || chance < 0.6 ? "pan" : "zoom";
}

function composeLines(options: CompositionOptions, dotPx: number): readonly CaptionLine[] {
  const { widthPx, heightPx, caption, note } = options;
  const counterPx = COUNTER_LENGTH * counterScaleFor(dotPx) * MACROBLOCK_PX + MACROBLOCK_PX;
  const roomPx = widthPx - counterPx - 3 * PADDING_DOTS * dotPx;
  return composeCaption(caption, {
    charactersPerLine: Math.max(4, Math.floor(roomPx / (6 * dotPx))),
    maxPromptLines: heightPx > widthPx ? 4 : heightPx === widthPx ? 3 : 2,
    note,
  });
}

function barHeightPx(lineCount: number, dotPx: number): number {
  const textPx = (lineCount * LINE_DOTS + GAP_DOTS + 2 * PADDING_DOTS) * dotPx;
  // Room for the counter on its coarser grid, whatever the text.
  return Math.ceil(Math.max(textPx, (counterScaleFor(dotPx) * 2 + 2) * MACROBLOCK_PX));
}

function paintBar(
  picture: Picture,
  layout: ClipLayout,
  { accent, dotPx }: { accent: Colour; dotPx: number },
): void {
  const top = layout.sceneRows * MACROBLOCK_PX;
  const stripePx = 2 * Math.round((STRIPE_DOTS * dotPx) / 2);
  [picture.luma, picture.cb, picture.cr].forEach((plane, index) => {
    const scale = index === 0 ? 1 : 2;
    const stripeFrom = (top / scale) * plane.width;
    const stripeTo = ((top + stripePx) / scale) * plane.width;
    const tone = accent[index] ?? 128;
    plane.data.fill(Math.round(tone), stripeFrom, stripeTo);
    // Hardly any of the accent's tint: the text shares the bar's chroma and should look white.
    plane.data.fill(index === 0 ? BAR_LUMA : Math.round(128 + (tone - 128) * 0.12), stripeTo);
  });
}

function drawLines(
  painter: TextPainter,
  lines: readonly CaptionLine[],
  layout: ClipLayout,
  dotPx: number,
): void {
  const top = layout.sceneRows * MACROBLOCK_PX;
  const barPx = layout.visiblePx.height - top;
  const textPx = ((lines.length - 1) * LINE_DOTS + GAP_DOTS + CAPITAL_DOTS) * dotPx;
  const firstY = top + STRIPE_DOTS * dotPx + (barPx - STRIPE_DOTS * dotPx - textPx) / 2;
  lines.forEach(({ text, isPrompt }, index) => {
    painter.draw(
      text,
      { x: PADDING_DOTS * dotPx * 1.5, y: firstY + (index * LINE_DOTS + (isPrompt ? 0 : GAP_DOTS)) * dotPx },
      { dotPx, ink: isPrompt ? INK.prompt : INK.origin },
    );
  });
}

/** The counter as it stands in the first picture, and the digits that later pictures fetch. */
export function drawCounter(painter: TextPainter, layout: CounterPlaces, text: string): void {
  const { counter, counterScale, digits } = layout;
  const cellPx = counterScale * MACROBLOCK_PX;
  const dotPx = cellPx / 6;
  const drawAt = (character: string, column: number, row: number) =>
    painter.draw(
      character,
      { x: column * MACROBLOCK_PX + dotPx / 2, y: row * MACROBLOCK_PX + cellPx - (CAPITAL_DOTS / 2) * dotPx },
      { dotPx, ink: INK.counter },
    );
  Array.from(text).forEach((character, index) => {
    drawAt(character, counter.column + index * counterScale, counter.row);
  });
  digits.forEach(({ column, row }, digit) => {
    drawAt(String(digit), column, row);
  });
}
