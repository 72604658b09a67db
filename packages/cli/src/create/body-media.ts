import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isJsonObject, type JsonObject, type MediaField, mapMedia, mediaFieldsOf } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { isInlineImage } from "../files/inline-image.ts";
import { isHttpUrl } from "../files/is-http-url.ts";
import type { BodyCreate, BodyOperation } from "./body.ts";
import { NOT_READ_YET } from "./media-slots.ts";

/** The body with absolute paths, and the same with a URL in place of each file, for rules that need no file. */
export interface LocatedBody {
  readonly located: JsonObject;
  readonly outline: JsonObject;
}

/**
 * Finds the local files that the image fields of a body name. URLs, data URLs and base64 pass as they are; so does everything in
 * video fields, which take URLs only. Throws `image_not_found`.
 */
export async function locateBodyMedia({ cwd }: Deps, create: BodyCreate): Promise<LocatedBody> {
  const { operation, body, flags = {} } = create;
  const paths = new Map<string, string>();
  for (const { path: field, value } of mediaFieldsOf(operation.body, body).filter((field) =>
    namesFile(field, operation),
  )) {
    const path = resolve(cwd, value);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) {
      paths.set(value, path);
      continue;
    }
    const reason = found ? `${path} is not a file` : `there is no file ${shorten(path)}`;
    throw usageError(
      "image_not_found",
      `${flags[field]?.flag ?? field}: ${reason}. Give a path, an http(s) URL or base64 of an image. Nothing was sent.`,
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

const namesFile = ({ kind, value }: MediaField, { localKinds }: BodyOperation): boolean =>
  localKinds.includes(kind) && !isHttpUrl(value) && !isDataUrl(value) && !isInlineImage(value);

/** Base64 that is no image must not fill the terminal. */
const shorten = (path: string): string => (path.length > 300 ? `${path.slice(0, 100)}…` : path);
