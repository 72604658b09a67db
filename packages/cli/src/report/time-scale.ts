import { LEAST_PAUSE_MS, mergeTimes } from "./job-times.ts";
import type { ReportSegment } from "./report-data.ts";

/** Width of a drawing in its own units; it is stretched to the width of the page. */
export const WIDTH = 1000;

/** A pause is shortened if it is longer than this part of the time in which something was done. */
const PAUSE_PART = 0.1;
/** Width of a shortened pause, and of all of them together at most. */
const PAUSE_WIDTH = { one: 40, all: 300 } as const;

type Time = Pick<ReportSegment, "fromMs" | "toMs">;

export interface Pause {
  readonly lengthMs: number;
  readonly x: number;
  readonly width: number;
}

/** Where moments stand in a drawing. Long pauses, in which nothing was done for any job, are shortened. */
export interface TimeScale {
  at(ms: number): number;
  /** Time since the start at a part of the width, from 0 to 1. */
  elapsedMsAt(part: number): number;
  readonly pauses: readonly Pause[];
}

interface Piece extends Time {
  readonly isPause: boolean;
  readonly x: number;
  readonly width: number;
}

const lengthOf = ({ fromMs, toMs }: Time): number => toMs - fromMs;

const tenthOf = (value: number): number => Math.round(value * 10) / 10;

/** `busy`: when something was done. */
export function createTimeScale(
  { startedAtMs, endedAtMs }: { readonly startedAtMs: number; readonly endedAtMs: number },
  busy: readonly Time[],
): TimeScale {
  const whole = { fromMs: startedAtMs, toMs: Math.max(startedAtMs + 1, endedAtMs) };
  const pauses = longPauses(whole, busy);
  const pieces = place(whole, pauses);
  const pieceAt = (isIn: (piece: Piece) => boolean) => pieces.find(isIn) ?? pieces.at(-1);
  return {
    at: (ms) => {
      const piece = pieceAt(({ toMs }) => ms <= toMs);
      if (!piece) return 0;
      const part = Math.min(1, Math.max(0, (ms - piece.fromMs) / lengthOf(piece)));
      return tenthOf(piece.x + part * piece.width);
    },
    elapsedMsAt: (part) => {
      const x = part * WIDTH;
      const piece = pieceAt((one) => x <= one.x + one.width);
      if (!piece) return 0;
      return piece.fromMs - startedAtMs + ((x - piece.x) / piece.width) * lengthOf(piece);
    },
    pauses: pieces
      .filter(({ isPause }) => isPause)
      .map((piece) => ({ lengthMs: lengthOf(piece), x: tenthOf(piece.x), width: tenthOf(piece.width) })),
  };
}

/** Times in which nothing was done, where they would leave little room for the others. */
function longPauses({ fromMs, toMs }: Time, busy: readonly Time[]): readonly Time[] {
  const merged = mergeTimes(busy);
  const busyMs = merged.reduce((sum, time) => sum + lengthOf(time), 0);
  const edges = [fromMs, ...merged.flatMap((time) => [time.fromMs, time.toMs]), toMs];
  const gaps = edges.flatMap((from, at) => {
    const to = edges[at + 1];
    return at % 2 === 1 || to === undefined ? [] : { fromMs: from, toMs: to };
  });
  return busyMs === 0
    ? []
    : gaps.filter((gap) => lengthOf(gap) > LEAST_PAUSE_MS && lengthOf(gap) > busyMs * PAUSE_PART);
}

function place(whole: Time, pauses: readonly Time[]): readonly Piece[] {
  const pausesMs = pauses.reduce((sum, pause) => sum + lengthOf(pause), 0);
  const pauseWidth = Math.min(PAUSE_WIDTH.one, PAUSE_WIDTH.all / Math.max(1, pauses.length));
  const widthPerMs = (WIDTH - pauseWidth * pauses.length) / (lengthOf(whole) - pausesMs);
  const pieces: Piece[] = [];
  let x = 0;
  let fromMs = whole.fromMs;
  const add = (toMs: number, isPause: boolean) => {
    if (toMs <= fromMs) return;
    const width = isPause ? pauseWidth : (toMs - fromMs) * widthPerMs;
    pieces.push({ fromMs, toMs, isPause, x, width });
    x += width;
    fromMs = toMs;
  };
  for (const pause of pauses) {
    add(pause.fromMs, false);
    add(pause.toMs, true);
  }
  add(whole.toMs, false);
  return pieces;
}
