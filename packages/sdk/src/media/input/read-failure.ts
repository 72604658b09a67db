import { KlingkitError } from "../../core/errors/klingkit-error.ts";
import { MediaError } from "../errors/media-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "it may not be read by this user",
  EPERM: "it may not be read by this user",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  ENAMETOOLONG: "the path is too long; base64 goes in as a data: URL or a Buffer",
  EMFILE: "too many files are open",
};

/** Gives the failure of opening or reading an input file a code; passes on errors that have one. */
export function describeReadFailure(name: string, error: unknown): KlingkitError {
  if (KlingkitError.isInstance(error)) return error;
  const mediaName = shorten(name);
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  if (code === "ENOENT") return mediaNotFound(name, { cause: error });
  return new MediaError({
    code: "KLINGKIT_MEDIA_UNREADABLE",
    message: `${mediaName} cannot be read: ${REASONS[code] ?? code}.`,
    mediaName,
    cause: error,
  });
}

export interface MissingMedia {
  /** Folder from which relative paths start. Default: the working directory. */
  readonly folder?: string;
  readonly cause?: unknown;
}

/** An input file that does not exist, with the folder from which relative paths start, so that the file is put into the right one. */
export function mediaNotFound(name: string, { folder, cause }: MissingMedia = {}): MediaError {
  const mediaName = shorten(name);
  return new MediaError({
    code: "KLINGKIT_MEDIA_NOT_FOUND",
    message: `${mediaName} does not exist. Check the path; relative paths start at ${folder ?? "the working directory"}.`,
    mediaName,
    cause,
  });
}

/** A path that is too long is probably a picture; it must not end up in a log. */
/** Callers without types may pass no text. */
function shorten(name: string): string {
  const text = String(name);
  return text.length > 300 ? `${text.slice(0, 40)}…` : text;
}
