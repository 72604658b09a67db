import { type Colour, colourFromHex } from "../colour.ts";
import { type Composition, type CompositionOptions, drawCounter } from "../compose-picture.ts";
import { dotPxFor } from "../layout.ts";
import { counterText } from "../motion-plan.ts";
import { paintImage } from "../paint-image.ts";
import { createPicture, MACROBLOCK_PX, type Picture, type Plane } from "../picture.ts";
import { CAPITAL_DOTS, createTextPainter, type TextPainter } from "../text.ts";
import { paintCamera, pointCamera } from "./camera.ts";
import { paintInputs } from "./paint-inputs.ts";
import {
  type Box,
  boxOf,
  fillBox,
  paintBackground,
  paintBall,
  paintEmblem,
  paintGeometry,
} from "./paint-slate.ts";
import { ballAt, planSlate, type SlateStart, shareAt, shareSince } from "./plan-slate.ts";
import { createSlateLayout, type GridArea, type SlateLayout, STRIP_DOTS } from "./slate-layout.ts";
import { chooseLook, type SlateLook } from "./slate-look.ts";
import { slideTile } from "./slide-tile.ts";
import { INK, type SlateOptions, type StripLine, stripLines } from "./strip-lines.ts";

const DARK: Colour = colourFromHex("#15181d");
const LANE: Colour = colourFromHex("#262b33");
const EMPTY_BAR: Colour = colourFromHex("#3d444f");
const WHITE: Colour = colourFromHex("#ffffff");

/** Advance and line height of the big words, in glyph dots. */
const WORD_DOTS = { advance: 6, line: 11 } as const;
/** Columns that a given image moves to the left: it is shown moving, as the service would. */
const PAN_COLUMNS = 4;

const BEGINNING: SlateStart = { frame: 0, frameCount: 1 };

/** Draws the frame from which all pictures of a test slate are made. Throws RangeError for sizes that no level holds. */
export function composeSlate(options: SlateOptions): Composition & { readonly layout: SlateLayout } {
  const {
    widthPx,
    heightPx,
    framesPerSecond,
    seed,
    image,
    caption,
    start = BEGINNING,
    isPlain = false,
  } = options;
  const look = chooseLook(caption, seed);
  const { operation, inputs = [], camera } = caption;
  const hasTime = options.hasAudio !== undefined;
  const lines = stripLines(options);
  const panColumns = image === undefined ? 0 : PAN_COLUMNS;
  const layout = createSlateLayout({
    ...{ widthPx, heightPx, framesPerSecond, lines: lines.length, panColumns },
    hasInputs: operation !== undefined || inputs.length > 0,
    hasCamera: camera !== undefined && hasTime,
  });
  const picture = createPicture(layout.columns * MACROBLOCK_PX, layout.rows * MACROBLOCK_PX);
  const painter = createTextPainter(picture.luma);
  paintScene({ picture, painter }, { look, layout, image, isPlain });
  paintParts({ picture, painter }, { look, layout, start, hasTime });
  const sliding = paintInputs({ picture, painter }, layout, { operation, inputs, accent: look.accent });
  drawStrip(painter, lines, layout);
  const { columns, counterScale, counter, hidden } = layout;
  const places = { columns, counterScale, counter, digits: hidden.digits };
  if (hasTime) drawCounter(painter, places, counterText(start.frame, framesPerSecond));
  if (layout.camera && camera)
    paintCamera(picture, layout.camera, {
      move: camera,
      share: shareAt(start.frame, start),
      accent: look.accent,
    });
  return {
    layout,
    picture,
    isImage: image !== undefined,
    plan(field, frame, timing) {
      planSlate(field, frame, { layout, start }, timing);
      if (sliding) slideTile(field, sliding, shareSince(start, shareAt(frame, timing)));
      if (layout.camera && camera)
        pointCamera(field, layout.camera, { move: camera, share: shareAt(frame, timing) });
    },
  };
}

interface Canvas {
  readonly picture: Picture;
  readonly painter: TextPainter;
}

interface Drawn {
  readonly look: SlateLook;
  readonly layout: SlateLayout;
}

function paintScene(
  { picture, painter }: Canvas,
  { look, layout, image, isPlain }: Drawn & Pick<CompositionOptions, "image"> & { readonly isPlain: boolean },
): void {
  const { width, height } = layout.visiblePx;
  const sceneHeight = layout.sceneRows * MACROBLOCK_PX;
  const room = { width, height: sceneHeight };
  if (image !== undefined) {
    const bandPx = layout.bandRows * MACROBLOCK_PX;
    paintImage(below(picture, bandPx), image, sceneHeight - bandPx);
    const band = { width, height: bandPx };
    paintBackground(picture, { ...look, colours: look.ownColours }, band);
    if (isPlain) return;
    const side = even(bandPx * 0.8);
    const corner = { x: even(width - side * 1.2), y: even((bandPx - side) / 2) };
    paintEmblem(picture, look, { ...corner, width: side, height: side });
    drawWordsInBand(painter, look, band);
    return;
  }
  paintBackground(picture, look, room);
  if (!isPlain) paintEmblem(picture, look, emblemBox(room));
  paintGeometry(picture, { width, height, sceneHeight });
  if (!isPlain) drawWords(painter, look, room);
}

/** All that moves, as it is in the first frame, and what later frames fetch. */
function paintParts(
  { picture, painter }: Canvas,
  {
    look: { accent },
    layout,
    start,
    hasTime,
  }: Drawn & { readonly start: SlateStart; readonly hasTime: boolean },
): void {
  const { lane, strip, bar, flash, hidden } = layout;
  const bottom = layout.rows * MACROBLOCK_PX;
  const visibleBottom = Math.ceil(layout.visiblePx.height / MACROBLOCK_PX) * MACROBLOCK_PX;
  const downTo = (area: GridArea, to: number): Box => ({ ...boxOf(area), height: to - boxOf(area).y });
  fillBox(picture, boxOf(strip), DARK);
  fillBox(picture, downTo(lane, bottom), LANE);
  fillBox(picture, downTo(bar, visibleBottom), EMPTY_BAR);
  const share = shareAt(start.frame, start);
  fillBox(picture, { ...downTo(bar, visibleBottom), width: even(share * layout.visiblePx.width) }, accent);
  const edge = boxOf(hidden.edge);
  fillBox(picture, edge, EMPTY_BAR);
  fillBox(picture, { ...edge, width: edge.width / 2 }, accent);
  fillBox(picture, boxOf(hidden.fullBar), accent);
  fillBox(picture, boxOf(hidden.dark), DARK);
  const firstDigits = { column: 0, row: hidden.fullBar.row + 1, columns: layout.columns, rows: 1 };
  fillBox(picture, downTo(firstDigits, bottom), DARK);
  paintBall(picture, boxOf(hidden.ball), accent);
  // A picture without a time has neither seconds nor an end.
  if (hasTime) {
    fillBox(picture, boxOf(flash), WHITE);
    const ball = boxOf({ ...lane, columns: lane.rows });
    paintBall(picture, { ...ball, x: even(ballAt(layout, share) / 4) }, accent);
  }
  const end = boxOf(hidden.end);
  const dotPx = end.height / 2 / CAPITAL_DOTS;
  const middle = end.y + (end.height - CAPITAL_DOTS * dotPx) / 2;
  painter.draw("END", { x: end.x + dotPx * 2, y: middle }, { dotPx, ink: INK.words });
}

interface Room {
  readonly width: number;
  readonly height: number;
}

const even = (value: number): number => 2 * Math.round(value / 2);

/** Beside the words where there is room, else below them. */
function emblemBox({ width, height }: Room): Box {
  const isWide = width > height * 1.4;
  const side = even(isWide ? height * 0.5 : Math.min(height * 0.34, width * 0.6));
  const middle = isWide ? { x: width * 0.76, y: height * 0.5 } : { x: width * 0.5, y: height * 0.78 };
  return { x: even(middle.x - side / 2), y: even(middle.y - side / 2), width: side, height: side };
}

/** The words of the prompt, one below the other, as big as fits, and the name. */
function drawWords(painter: TextPainter, { words, name }: SlateLook, { width, height }: Room): void {
  const left = Math.round(width * 0.07);
  const longest = Math.max(4, ...words.map((word) => word.length));
  const isWide = width > height * 1.4;
  const dotPx = Math.min(
    (width * (isWide ? 0.55 : 0.86)) / (longest * WORD_DOTS.advance),
    (height * (isWide ? 0.78 : 0.5)) / ((words.length + 0.7) * WORD_DOTS.line),
  );
  const top = height * 0.1;
  words.forEach((word, at) => {
    painter.draw(word, { x: left, y: top + at * WORD_DOTS.line * dotPx }, { dotPx, ink: INK.words });
  });
  const nameDotPx = Math.min(
    dotPx * 0.6,
    (width * (isWide ? 0.55 : 0.86)) / (Math.max(1, name.length) * WORD_DOTS.advance),
  );
  painter.draw(
    name,
    { x: left, y: top + words.length * WORD_DOTS.line * dotPx },
    { dotPx: nameDotPx, ink: INK.words },
  );
}

/** Words and name in two lines above a given image. */
function drawWordsInBand(painter: TextPainter, { words, name }: SlateLook, { width, height }: Room): void {
  const lines = [words.join(" "), name];
  const longest = Math.max(8, ...lines.map((line) => line.length));
  const dotPx = Math.min(
    (width * 0.9 - height) / (longest * WORD_DOTS.advance),
    height / (2.2 * WORD_DOTS.line),
  );
  lines.forEach((line, at) => {
    const y = height * 0.14 + at * WORD_DOTS.line * dotPx;
    painter.draw(line, { x: Math.round(width * 0.04), y }, { dotPx, ink: INK.words });
  });
}

/** The part of a picture that begins so many lines below its top. */
function below({ luma, cb, cr }: Picture, linesPx: number): Picture {
  const cut = ({ width, height, data }: Plane, lines: number): Plane => ({
    width,
    height: height - lines,
    data: data.subarray(lines * width),
  });
  return { luma: cut(luma, linesPx), cb: cut(cb, linesPx / 2), cr: cut(cr, linesPx / 2) };
}

function drawStrip(
  painter: TextPainter,
  lines: readonly StripLine[],
  { strip, visiblePx }: SlateLayout,
): void {
  const dotPx = dotPxFor(visiblePx.width, visiblePx.height);
  const box = boxOf(strip);
  const textPx = (lines.length - 1) * STRIP_DOTS.line * dotPx + CAPITAL_DOTS * dotPx;
  const top = box.y + (box.height - textPx) / 2;
  lines.forEach(({ text, ink }, at) => {
    painter.draw(text, { x: 10 * dotPx, y: top + at * STRIP_DOTS.line * dotPx }, { dotPx, ink });
  });
}
