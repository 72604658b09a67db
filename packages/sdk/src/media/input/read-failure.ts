import { KlingError } from "../../core/errors/kling-error.ts";
import { KlingMediaError } from "../errors/kling-media-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "it may not be read by this user",
  EPERM: "it may not be read by this user",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  ENAMETOOLONG: "the path is too long; base64 goes in as a data: URL or a Buffer",
  EMFILE: "too many files are open",
};

/** Gives the failure of opening or reading an input file a code; passes on errors that have one. */
export function describeReadFailure(mediaName: string, error: unknown): KlingError {
  if (KlingError.isInstance(error)) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  if (code === "ENOENT") {
    return new KlingMediaError({
      code: "KLING_MEDIA_NOT_FOUND",
      message: `${mediaName} does not exist. Check the path; relative paths start at the working directory.`,
      mediaName,
      cause: error,
    });
  }
  return new KlingMediaError({
    code: "KLING_MEDIA_UNREADABLE",
    message: `${shorten(mediaName)} cannot be read: ${REASONS[code] ?? code}.`,
    mediaName: shorten(mediaName),
    cause: error,
  });
}

/** A path that is too long is probably a picture; it must not end up in a log. */
function shorten(name: string): string {
  return name.length > 200 ? `${name.slice(0, 40)}…` : name;
}
