import { requireTexts } from "../arguments/require-arguments.ts";
import { ONLY_RESULT } from "../store/need-form.ts";

/** What a request takes of another job of its batch. */
export interface WantedResult {
  /** Name of the job that makes it. */
  readonly job: string;
  /** `result`: the file or its id, as the field takes it; `last-frame`: the last frame of its video, as an image. */
  readonly take: "result" | "last-frame";
  /** Which result, among those of the kind that the field takes; from 1, or ONLY_RESULT. */
  readonly number: number;
}

const RESULT = "klingkit:result:";
const ONLY = "only";
const LAST_FRAME = "klingkit:last-frame:";

/**
 * The text that stands in a request for a result of another job of the batch, wherever the request takes a file or the id of one;
 * in batch files it is written `{ from: NAME, result: 2 }`. `number`: which of the results of that kind, from 1, or `ONLY_RESULT`; default 1.
 */
export const resultOf = (job: string, number = 1): string => `${RESULT}${textOf(number)}:${job}`;

const textOf = (number: number): string => (number === ONLY_RESULT ? ONLY : String(number));

/** The text that stands for the last frame of the video of another job; in batch files `{ lastFrameOf: NAME }`. */
export const lastFrameOf = (job: string): string => `${LAST_FRAME}${job}`;

/**
 * The same text with what its place takes, such as `id-video`: one text may stand in fields that take different things of one job.
 * A text that stands for itself is left alone.
 */
export function withPlace(text: string, place: string): string {
  const wanted = parseResultText(text);
  return wanted?.take === "result" ? `klingkit:result/${place}/${textOf(wanted.number)}:${wanted.job}` : text;
}

/** Undefined for a text that stands for itself. */
export function parseResultText(text: string): WantedResult | undefined {
  if (text.startsWith(LAST_FRAME))
    return { job: text.slice(LAST_FRAME.length), take: "last-frame", number: 1 };
  const [, number, job] = /^klingkit:result(?:\/[a-z-]+\/|:)(only|[1-9]\d{0,3}):(.+)$/su.exec(text) ?? [];
  return job === undefined
    ? undefined
    : { job, take: "result", number: number === ONLY ? ONLY_RESULT : Number(number) };
}

/** How people read it: `result 2 of hero`, `the last frame of hero`. Undefined for a text that stands for itself. */
export function sayResultText(text: string): string | undefined {
  requireTexts("sayResultText", { text });
  const wanted = parseResultText(text);
  if (!wanted) return undefined;
  const { job, take, number } = wanted;
  if (take === "last-frame") return `the last frame of ${job}`;
  if (number === ONLY_RESULT) return `the only result of ${job}`;
  return number === 1 ? `the result of ${job}` : `result ${number} of ${job}`;
}
