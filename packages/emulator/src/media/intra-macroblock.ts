import type { BitWriter } from "./bit-writer.ts";
import { createBorder, readBorder } from "./border.ts";
import { CHROMA_DC_CONTEXT, writeResidualBlock } from "./cavlc.ts";
import { CHROMA_MODES } from "./chroma-prediction.ts";
import { type CoefficientCounts, createCoefficientCounts } from "./coefficient-counts.ts";
import { codeResidual, createResidual, type Residual } from "./intra-residual.ts";
import { LUMA_MODES } from "./luma-prediction.ts";
import { createPicture, MACROBLOCK_PX, type Picture, type Plane } from "./picture.ts";
import { type PredictedBlock, predictNearest } from "./prediction.ts";
import { chromaQpFor, createQuantisation, type Quantisation } from "./transform.ts";

const RAW_SAMPLES_TYPE = 25;
/** Above this a macroblock is written as raw samples, which take 3072 bits; the standard's own limit is 3200. */
const MAX_MACROBLOCK_BITS = 3072;
const RAW_SAMPLES_COUNT = 16;

/** Raster index of each luma block in the order in which blocks are written (ITU-T H.264 figure 6-10). */
const LUMA_BLOCK_ORDER = [0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15] as const;

export interface IntraEncoder {
  /** Writes the macroblock at this place with quantisation parameter `qp`. Call it in raster order. */
  encode(column: number, row: number, qp: number): void;
  /** The picture as a decoder gets it. */
  readonly decoded: Picture;
}

export interface IntraEncoderOptions {
  readonly writer: BitWriter;
  /** Its sides must be multiples of 16. */
  readonly source: Picture;
  /** Quantisation parameter with which the slice starts. */
  readonly initialQp: number;
}

/** Encodes macroblocks as Intra_16x16, or as raw samples (I_PCM) where that is shorter. */
export function createIntraEncoder({ writer, source, initialQp }: IntraEncoderOptions): IntraEncoder {
  const decoded = createPicture(source.luma.width, source.luma.height);
  const luma = createComponent(source.luma, decoded.luma, MACROBLOCK_PX);
  const cb = createComponent(source.cb, decoded.cb, MACROBLOCK_PX / 2);
  const cr = createComponent(source.cr, decoded.cr, MACROBLOCK_PX / 2);
  const components = [luma, cb, cr];
  const quantisations = createQuantisationCache();
  let previousQp = initialQp;

  return {
    decoded,
    encode(column, row, qp) {
      for (const component of components) locate(component, column, row);
      const lumaMode = predictNearest([luma], LUMA_MODES);
      const chromaMode = predictNearest([cb, cr], CHROMA_MODES);
      luma.quantisation = quantisations(qp);
      cb.quantisation = quantisations(chromaQpFor(qp));
      cr.quantisation = cb.quantisation;
      for (const component of components) codeResidual(component.residual, component);
      writer.mark();
      const startBits = writer.bitLength;
      const chromaPattern = chromaPatternOf(cb.residual, cr.residual);
      writer.unsigned(1 + lumaMode + 4 * chromaPattern + (luma.residual.hasAc ? 12 : 0));
      writer.unsigned(chromaMode);
      writer.signed(qp - previousQp);
      writeLumaResidual(writer, luma);
      writeChromaResidual(writer, cb, cr, chromaPattern);
      if (writer.bitLength - startBits <= MAX_MACROBLOCK_BITS) previousQp = qp;
      else {
        writer.rewind();
        writeRawSamples(writer, components);
      }
    },
  };
}

function createQuantisationCache(): (qp: number) => Quantisation {
  const known = new Map<number, Quantisation>();
  return (qp) => {
    const quantisation = known.get(qp) ?? createQuantisation(qp);
    known.set(qp, quantisation);
    return quantisation;
  };
}

/** One colour component's share of the work on a macroblock. */
interface Component extends PredictedBlock {
  readonly decoded: Plane;
  x: number;
  y: number;
  quantisation: Quantisation;
  readonly residual: Residual;
  readonly counts: CoefficientCounts;
}

function createComponent(source: Plane, decoded: Plane, sizePx: number): Component {
  return {
    source,
    decoded,
    sizePx,
    x: 0,
    y: 0,
    quantisation: createQuantisation(0),
    border: createBorder(sizePx),
    predicted: new Uint8Array(sizePx * sizePx),
    residual: createResidual(sizePx),
    counts: createCoefficientCounts(source),
  };
}

function locate(component: Component, column: number, row: number): void {
  component.x = column * component.sizePx;
  component.y = row * component.sizePx;
  readBorder(component.border, component.decoded, component.x, component.y);
}

/** 0: nothing, 1: DC only, 2: DC and AC. */
function chromaPatternOf(cb: Residual, cr: Residual): number {
  if (cb.hasAc || cr.hasAc) return 2;
  return cb.hasDc || cr.hasDc ? 1 : 0;
}

const NO_LEVELS = new Int32Array(16);

function writeLumaResidual(writer: BitWriter, luma: Component): void {
  const { residual, counts } = luma;
  const [blockX, blockY] = [luma.x >> 2, luma.y >> 2];
  writeResidualBlock(writer, {
    levels: residual.hasDc ? residual.dcLevels : NO_LEVELS,
    start: 0,
    count: 16,
    context: counts.contextAt(blockX, blockY),
  });
  for (const block of LUMA_BLOCK_ORDER) {
    writeAcBlock(writer, luma, { block, blocksAcross: 4, isWritten: residual.hasAc });
  }
}

function writeChromaResidual(writer: BitWriter, cb: Component, cr: Component, pattern: number): void {
  for (const { residual } of pattern > 0 ? [cb, cr] : []) {
    const levels = residual.hasDc ? residual.dcLevels : NO_LEVELS;
    writeResidualBlock(writer, { levels, start: 0, count: 4, context: CHROMA_DC_CONTEXT });
  }
  for (const component of [cb, cr]) {
    for (let block = 0; block < 4; block++) {
      writeAcBlock(writer, component, { block, blocksAcross: 2, isWritten: pattern === 2 });
    }
  }
}

interface AcBlock {
  readonly block: number;
  readonly blocksAcross: number;
  readonly isWritten: boolean;
}

function writeAcBlock(
  writer: BitWriter,
  component: Component,
  { block, blocksAcross, isWritten }: AcBlock,
): void {
  const { residual, counts } = component;
  const blockX = (component.x >> 2) + (block % blocksAcross);
  const blockY = (component.y >> 2) + Math.floor(block / blocksAcross);
  if (!isWritten) {
    counts.set(blockX, blockY, 0);
    return;
  }
  const context = counts.contextAt(blockX, blockY);
  const isEmpty = !residual.hasAc;
  const levels = isEmpty ? NO_LEVELS : residual.acLevels;
  const start = isEmpty ? 1 : block * 16 + 1;
  counts.set(blockX, blockY, writeResidualBlock(writer, { levels, start, count: 15, context }));
}

/** I_PCM: the samples themselves. To its neighbours such a block counts as full of coefficients. */
function writeRawSamples(writer: BitWriter, components: readonly Component[]): void {
  writer.unsigned(RAW_SAMPLES_TYPE);
  writer.alignWithZeros();
  for (const { source, decoded, x, y, sizePx, counts } of components) {
    for (let row = y; row < y + sizePx; row++) {
      const at = row * source.width + x;
      const samples = source.data.subarray(at, at + sizePx);
      writer.bytes(samples);
      decoded.data.set(samples, at);
    }
    for (let block = 0; block < (sizePx >> 2) ** 2; block++) {
      const across = sizePx >> 2;
      counts.set((x >> 2) + (block % across), (y >> 2) + Math.floor(block / across), RAW_SAMPLES_COUNT);
    }
  }
}
