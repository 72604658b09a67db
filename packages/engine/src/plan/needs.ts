import { createHash } from "node:crypto";
import type { ResultKind } from "@klingkit/spec";
import { requireObjects } from "../arguments/require-arguments.ts";
import type { NeedForm } from "../store/need-form.ts";
import { labelMedia } from "./label-media.ts";

/** A place of a planned job that another job of the plan fills: known by what that job asks for, so that the hash of the one follows from the other. */
export interface PlannedNeed {
  /** Text that stands for it in the request, see `resultOf`. */
  readonly input: string;
  /** Name of the job that makes it. */
  readonly job: string;
  /** Hash of that job. */
  readonly hash: string;
  /** Which of several jobs of the plan with that hash, from 0. Absent: 0. */
  readonly ordinal?: number;
  /** What is put in its place: the file's address, the id of the result or of the task, or an image of the last frame. */
  readonly form: NeedForm;
  /** Which of the results counts; absent: any. */
  readonly kind?: ResultKind;
  /** Which of them, from 1; ONLY_RESULT for the one that there is. */
  readonly number: number;
}

/** What stands for it in the payload of a plan. */
export const needLabelOf = ({ hash, ordinal = 0, form, kind, number }: PlannedNeed): string =>
  `result:${hash}:${ordinal}:${kind ?? "any"}:${number}:${form}`;

/** Digits of the longest ids. */
const ID_DIGITS = 18;

/** Where nothing is ever sent to: stands for an address while a request is checked and priced. */
const FOLDER = "https://example.com/result/";

const EXTENSIONS: Readonly<Partial<Record<ResultKind, string>>> = {
  video: "mp4",
  image: "png",
  audio: "mp3",
};

/** What a need is checked and priced as, before its job has run: nobody else writes the same. */
export function placeholderOf(need: PlannedNeed): string {
  const digest = createHash("sha256").update(needLabelOf(need)).digest("hex");
  switch (need.form) {
    case "id":
    case "task-id":
      return BigInt(`0x${digest}`).toString().padStart(ID_DIGITS, "1").slice(0, ID_DIGITS);
    case "last-frame":
      return `${FOLDER}${digest}.png`;
    case "link":
      return `${FOLDER}${digest}.${EXTENSIONS[need.kind ?? "video"] ?? "mp4"}`;
  }
}

/** Whether a value is the placeholder of an address. */
export const isPlaceholderAddress = (value: string): boolean => value.startsWith(FOLDER);

/** A request or body with a placeholder for each of its needs. */
export function withPlaceholders<Value>(value: Value, needs: readonly PlannedNeed[] = []): Value {
  if (needs.length === 0) return value;
  // The same shape: texts take the place of texts.
  return labelMedia(value, new Map(needs.map((need) => [need.input, placeholderOf(need)]))) as Value;
}

/** The payload of a planned job as it is checked: with placeholders in place of the labels of its needs. */
export const checkedPayload = (planned: {
  readonly payload: unknown;
  readonly needs?: readonly PlannedNeed[];
}): unknown => {
  requireObjects("checkedPayload", { planned });
  const { payload, needs = [] } = planned;
  return needs.length === 0
    ? payload
    : labelMedia(payload, new Map(needs.map((need) => [needLabelOf(need), placeholderOf(need)])));
};

/** A wire payload with the labels of needs in place of their placeholders. */
export const labelNeeds = (payload: unknown, needs: readonly PlannedNeed[] = []): unknown =>
  needs.length === 0
    ? payload
    : labelMedia(payload, new Map(needs.map((need) => [placeholderOf(need), needLabelOf(need)])));
