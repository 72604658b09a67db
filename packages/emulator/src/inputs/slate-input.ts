import { createHash } from "node:crypto";
import type { SlateInput } from "../media/index.ts";

/** Kinds of inputs, and what the numbers of all but images begin with. */
const PREFIXES = { image: "", element: "E", video: "V", audio: "A" } as const;
export type InputKind = keyof typeof PREFIXES;

export interface GivenInput {
  readonly kind: InputKind;
  /** URL, data as Base64, or an ID. */
  readonly value: string;
  /** Name in the prompt, or what the input is for: said of data, which has no name. */
  readonly name: string;
  readonly isMotion?: boolean;
}

/** More are not drawn, so that a task stays small. */
export const MAX_SLATE_INPUTS = 16;
const MAX_NAME_CHARACTERS = 24;
/** So much of the data tells one input from another. */
const MARK_CHARACTERS = 65_536;
const MARK_DIGITS = 8;

/** Numbers inputs by kind, in their order, and names them. */
export function slateInputs(given: readonly GivenInput[]): readonly SlateInput[] {
  const counts = new Map<InputKind, number>();
  return given.slice(0, MAX_SLATE_INPUTS).map(({ kind, value, name, isMotion }) => {
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    return {
      code: `${PREFIXES[kind]}${number}`,
      name: nameOf(value, name).slice(0, MAX_NAME_CHARACTERS),
      mark: markOf(value),
      ...(isMotion ? { isMotion } : {}),
    };
  });
}

/** The file of a URL without its ending; an ID as it is. */
function nameOf(value: string, name: string): string {
  if (!/^https?:/i.test(value)) return name;
  const path = value.replace(/[?#].*$/, "").replace(/\/+$/, "");
  const file = path.slice(path.lastIndexOf("/") + 1).replace(/\.\w{2,4}$/, "");
  return file === "" ? name : file;
}

const markOf = (value: string): string =>
  createHash("sha256")
    .update(`${value.length}/${value.slice(0, MARK_CHARACTERS)}`)
    .digest("hex")
    .slice(0, MARK_DIGITS);
