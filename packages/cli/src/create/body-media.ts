import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import {
  isJsonObject,
  type JsonObject,
  MEDIA_RULES,
  type MediaField,
  type MediaRule,
  mapMedia,
  mediaFieldsOf,
} from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { isInlineImage } from "../files/inline-image.ts";
import { isInlineSound } from "../files/inline-sound.ts";
import { isHttpUrl } from "../files/is-http-url.ts";
import type { BodyCreate, BodyOperation } from "./body.ts";
import { NOT_READ_YET } from "./media-slots.ts";

/** The body with absolute paths, and the same with a URL in place of each file, for rules that need no file. */
export interface LocatedBody {
  readonly located: JsonObject;
  readonly outline: JsonObject;
}

/**
 * Finds the local files that the image and sound fields of a body name. URLs, data URLs and base64 pass as they are; so does
 * everything in fields that take URLs only, such as those of videos. Throws `image_not_found` and `audio_not_found`.
 */
export async function locateBodyMedia({ cwd }: Deps, create: BodyCreate): Promise<LocatedBody> {
  const { operation, body, flags = {} } = create;
  const paths = new Map<string, string>();
  for (const { path: field, value, kind } of mediaFieldsOf(operation.body, body).filter((field) =>
    namesFile(field, operation),
  )) {
    const path = resolve(cwd, value);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) {
      paths.set(value, path);
      continue;
    }
    const reason = found ? `${path} is not a file` : `there is no file ${shorten(path)}`;
    const what = kind === "audio" ? "an audio file" : "an image";
    throw usageError(
      kind === "audio" ? "audio_not_found" : "image_not_found",
      `${flags[field]?.flag ?? field}: ${reason}. Give a path, an http(s) URL or base64 of ${what}. Nothing was sent.`,
      { operation: operation.id, field },
    );
  }
  const write = (change: (field: MediaField) => string): JsonObject => {
    const changed = mapMedia(operation.body, body, change);
    return isJsonObject(changed) ? changed : body;
  };
  return {
    located: write(({ value }) => paths.get(value) ?? value),
    outline: write(({ value }) => (paths.has(value) || isDataUrl(value) ? NOT_READ_YET : value)),
  };
}

const isDataUrl = (value: string): boolean => /^data:/i.test(value);

const RULES: Readonly<Record<string, MediaRule>> = MEDIA_RULES;

const namesFile = (field: MediaField, { localKinds }: BodyOperation): boolean =>
  localKinds.includes(field.kind) && !isHttpUrl(field.value) && !isDataUrl(field.value) && !isInline(field);

/** Whether the value is sent as it is: base64, or whatever stands in a field that takes addresses alone. */
function isInline({ kind, value, rule }: MediaField): boolean {
  if (kind !== "audio") return isInlineImage(value);
  return isInlineSound(value) || RULES[rule ?? ""]?.accepts.includes("base64") !== true;
}

/** Base64 that is no image must not fill the terminal. */
const shorten = (path: string): string => (path.length > 300 ? `${path.slice(0, 100)}…` : path);
