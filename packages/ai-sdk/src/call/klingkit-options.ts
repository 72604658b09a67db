import { REQUEST_FIELD_TEXTS, type VideoRequest } from "@klingkit/spec";
import { requestInvalid } from "../video-error.ts";
import { unknownOption } from "./unknown-option.ts";

/**
 * `providerOptions.klingkit`: what a call needs beside the fields of `generateVideo`, and every field of a `VideoRequest` by its
 * own name, such as `elements`, `resolution: "4k"` or `video`.
 */
export interface KlingkitVideoOptions extends VideoRequest {
  /** Key of the call: with the same key the same request is bought once, and another request is refused. */
  key?: string;
  /** Label under which the call is counted. Default: that of the settings. */
  purpose?: string;
  /** Units that the call may cost at most. The smaller of this and the setting holds. */
  maxUnits?: number;
  /** Name of the file, without its extension. Default: made from the prompt. */
  name?: string;
  /** Length of the input video in seconds, for a price where the output follows it. */
  inputVideoSeconds?: number;
  /** `legacy` or `standard` paths of the service. Default: the one whose model name is given. */
  family?: "legacy" | "standard";
}

/** Options of the call, beside the fields of a `VideoRequest`. */
const CALL_OPTIONS = [
  "key",
  "purpose",
  "maxUnits",
  "name",
  "inputVideoSeconds",
  "family",
] as const satisfies readonly Exclude<keyof KlingkitVideoOptions, keyof VideoRequest>[];

const KNOWN: readonly string[] = [...CALL_OPTIONS, ...Object.keys(REQUEST_FIELD_TEXTS)];

type Fields = Readonly<Record<string, unknown>>;

/** The options, apart: those of the call, and those of the request. */
export interface ReadOptions {
  readonly key: unknown;
  readonly purpose?: string;
  readonly maxUnits?: number;
  readonly name?: string;
  readonly fields: Fields;
}

export function readKlingkitOptions(given: Fields | undefined): ReadOptions {
  const unknown = Object.keys(given ?? {}).find((option) => !KNOWN.includes(option));
  if (unknown !== undefined) throw unknownOption("klingkit", unknown, KNOWN);
  const { key, purpose, maxUnits, name, ...fields } = given ?? {};
  if (maxUnits !== undefined && !(typeof maxUnits === "number" && maxUnits >= 0))
    throw requestInvalid("providerOptions.klingkit.maxUnits must be a number from 0. Nothing was sent.");
  for (const [option, value] of Object.entries({ purpose, name }))
    if (value !== undefined && (typeof value !== "string" || value.trim() === ""))
      throw requestInvalid(`providerOptions.klingkit.${option} must be a text. Nothing was sent.`);
  return {
    key,
    ...(typeof purpose === "string" ? { purpose } : {}),
    ...(typeof maxUnits === "number" ? { maxUnits } : {}),
    ...(typeof name === "string" ? { name } : {}),
    fields,
  };
}
