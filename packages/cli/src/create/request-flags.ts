import { REQUEST_FIELD_TEXTS, type RequestFieldText } from "@klingkit/spec/plain";
import { type Flag, REPEATED } from "../session/flag.ts";

type Field = keyof typeof REQUEST_FIELD_TEXTS;

/** Flags of the creates by the field of a request that they fill. */
const REQUEST_FLAGS = {
  negativePrompt: "--negative <text>",
  shots: "--shot <seconds:text>",
  isMultiShot: "--multi-shot",
  firstFrame: "-i, --first-frame <image>",
  lastFrame: "--last-frame <image>",
  references: "--ref-image <image>",
  elements: "--element <id>",
  voices: "--voice <id>",
  durationSeconds: "-d, --duration <seconds>",
  aspectRatio: "-r, --aspect-ratio <ratio>",
  resolution: "--resolution <size>",
  audio: "--audio",
  hasWatermark: "--watermark",
  callbackUrl: "--callback-url <url>",
  externalTaskId: "--external-id <id>",
  cfgScale: "--cfg-scale <number>",
  camera: "--camera-control <json>",
  staticMask: "--static-mask <image>",
  dynamicMasks: "--dynamic-mask <json>",
} as const satisfies Readonly<Partial<Record<Field, string>>>;

type FlagField = keyof typeof REQUEST_FLAGS;

/** Lists that are given one by one. */
const LISTS: readonly FlagField[] = ["shots", "references", "elements", "voices"];

interface FlagWords {
  /** Stands behind the text. */
  readonly note?: string;
  readonly isRequired?: boolean;
  /** In place of what the service assumes. */
  readonly defaultText?: string;
}

/** A flag of a create whose text is that of its field. */
export function requestFlag(
  field: FlagField,
  { note = "", isRequired = false, defaultText }: FlagWords = {},
): Flag {
  const { description, values, serviceDefault }: RequestFieldText = REQUEST_FIELD_TEXTS[field];
  const listed = values === undefined ? "" : `: ${values.join(", ")}`;
  const assumed = defaultText ?? (serviceDefault === false ? undefined : serviceDefault);
  const isRepeated = LISTS.includes(field);
  const notes = [
    ...(isRequired ? ["required"] : []),
    ...(assumed === undefined ? [] : [`default: ${assumed}`]),
    ...(isRepeated ? ["repeatable"] : []),
  ];
  const brackets = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
  const text = `${capital(description)}${listed}${note}${brackets}`;
  return isRepeated ? [REQUEST_FLAGS[field], text, REPEATED] : [REQUEST_FLAGS[field], text];
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const LONG_FLAGS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  Object.entries(REQUEST_FLAGS).map(([field, flag]) => [field, /--[\w-]+/.exec(flag)?.[0] ?? flag] as const),
);

/** The flag that fills a field of a request, such as `--duration`; undefined where none does. */
export const flagOfField = (field: string): string | undefined => LONG_FLAGS.get(field);
