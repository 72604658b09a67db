import { isAbsolute, relative, resolve, sep } from "node:path";
import { cutToBytes } from "./download/part-name.ts";
import { DownloadError } from "./errors/download-error.ts";

/** Most file systems take 255 bytes per name; the rest is left for part files and for numbering by other tools. */
const MAX_VALUE_BYTES = 120;
const MAX_NAME_BYTES = 200;
const RESERVED_NAMES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

export type TemplateValues = Readonly<Record<string, string | number | undefined>>;

export interface OutputPathOptions {
  /** Folder that the result must not leave. Default the working directory. */
  readonly baseDirectory?: string;
}

/**
 * Fills `{name}` in a relative path template, such as `{model}/{taskId}.mp4`. Values cannot add folders: separators
 * and whatever a file system refuses become `_`. Each name stays below 200 bytes, with its extension.
 * @returns an absolute path inside `baseDirectory`
 * @throws DownloadError KLINGKIT_DOWNLOAD_BAD_PATH for an unknown name or a template that leads out of the folder
 */
export function resolveOutputPath(
  template: string,
  values: TemplateValues,
  { baseDirectory = "." }: OutputPathOptions = {},
): string {
  requireText(template);
  const base = resolve(baseDirectory);
  const filled = template.split(/[/\\]/).map((segment) => fillSegment(segment, template, values));
  const path = resolve(base, filled.join(sep));
  const inside = relative(base, path);
  const escapes =
    isAbsolute(template) || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  if (escapes) throw badPath(template, `leads out of ${base}`);
  const last = filled.at(-1) ?? "";
  if (inside === "" || last === "" || last === "." || last === "..")
    throw badPath(template, "does not name a file");
  return path;
}

function fillSegment(segment: string, template: string, values: TemplateValues): string {
  const hasPlaceholder = /\{\w+\}/.test(segment);
  const filled = segment.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined) {
      throw badPath(
        template,
        `asks for {${key}}; known are ${
          Object.keys(values)
            .filter((name) => values[name] !== undefined)
            .join(", ") || "none"
        }`,
      );
    }
    return cutToBytes(sanitize(String(value)), MAX_VALUE_BYTES);
  });
  // `.` and `..` that the author of the template wrote are judged by where they lead.
  return hasPlaceholder ? sanitizeFileName(filled) : filled;
}

/** A text as one file name: no separators, control characters, reserved names, or dots and spaces at the ends. */
export function sanitizeFileName(text: string): string {
  requireText(text);
  const trimmed = sanitize(text).replace(/^[\s.]+|[\s.]+$/g, "");
  const extension = /\.\w{1,8}$/.exec(trimmed)?.[0] ?? "";
  const stem = cutToBytes(
    trimmed.slice(0, trimmed.length - extension.length),
    MAX_NAME_BYTES - extension.length,
  );
  const name = `${stem}${extension}` || "_";
  return RESERVED_NAMES.test(name) ? `_${name}` : name;
}

/** For callers without types. */
function requireText(text: unknown): void {
  if (typeof text !== "string") throw badPath(String(text), "is not a text");
}

function sanitize(text: string): string {
  // Also format characters, which can turn the reading direction and so disguise an extension.
  return text
    .toWellFormed()
    .normalize("NFC")
    .replace(/[/\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "_");
}

function badPath(template: string, reason: string): DownloadError {
  return new DownloadError({
    code: "KLINGKIT_DOWNLOAD_BAD_PATH",
    message: `The file name template "${template}" ${reason}.`,
  });
}
