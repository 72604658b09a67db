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
  if (code === "ENOENT") {
    return new MediaError({
      code: "KLINGKIT_MEDIA_NOT_FOUND",
      message: `${mediaName} does not exist. Check the path; relative paths start at the working directory.`,
      mediaName,
      cause: error,
    });
  }
  return new MediaError({
    code: "KLINGKIT_MEDIA_UNREADABLE",
    message: `${mediaName} cannot be read: ${REASONS[code] ?? code}.`,
    mediaName,
    cause: error,
  });
}

/** A path that is too long is probably a picture; it must not end up in a log. */
function shorten(name: string): string {
  return name.length > 300 ? `${name.slice(0, 40)}…` : name;
}
