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
  aspectRatio: "-r, --ratio <ratio>",
  resolution: "--mode <mode>",
  audio: "--sound",
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

/** A flag of a create whose text is that of its field. `note` stands behind it. */
export function requestFlag(field: FlagField, note = ""): Flag {
  const { description, values, serviceDefault }: RequestFieldText = REQUEST_FIELD_TEXTS[field];
  const listed = values === undefined ? "" : `: ${values.join(", ")}`;
  const assumed =
    serviceDefault === undefined || serviceDefault === false ? "" : ` (default: ${serviceDefault})`;
  const text = `${description}${listed}${assumed}${note}`;
  return LISTS.includes(field)
    ? [REQUEST_FLAGS[field], `${text}; may be repeated`, REPEATED]
    : [REQUEST_FLAGS[field], text];
}

const LONG_FLAGS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  Object.entries(REQUEST_FLAGS).map(([field, flag]) => [field, /--[\w-]+/.exec(flag)?.[0] ?? flag] as const),
);

/** The flag that fills a field of a request, such as `--duration`; undefined where none does. */
export const flagOfField = (field: string): string | undefined => LONG_FLAGS.get(field);
