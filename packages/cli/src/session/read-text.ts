import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import type { UsageCode } from "../errors/codes/error-codes.ts";
import { errnoOf } from "../errors/errno.ts";
import { decodeText } from "../files/decode-text.ts";

export interface TextFile {
  readonly file: string;
  /** What it should be, such as `the batch or plan`. */
  readonly what: string;
  /** Error codes: there is no such file; it is there and is no text. */
  readonly codes: { readonly missing: UsageCode; readonly unreadable: UsageCode };
}

/** Text of a file that a person named. Throws a usage error that says what stands there instead. */
export async function readText({ cwd }: Pick<Deps, "cwd">, { file, what, codes }: TextFile): Promise<string> {
  if (file.trim() === "") throw usageError(codes.unreadable, `Which file is ${what}? The name is empty.`);
  const bytes = await readFile(resolve(cwd, file)).catch((error: unknown) => {
    const errno = errnoOf(error) ?? "";
    const reason = REASONS[errno] ?? `cannot be read: ${error instanceof Error ? error.message : error}`;
    throw usageError(errno === "ENOENT" ? codes.missing : codes.unreadable, `${what}: '${file}' ${reason}.`);
  });
  const text = decodeText(bytes);
  if (text === undefined)
    throw usageError(codes.unreadable, `${what}: '${file}' is not UTF-8 text. Save it as UTF-8.`);
  return text;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist. Check the path",
  ENOTDIR: "has a part that is no folder",
  EISDIR: "is a folder; name a file in it",
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
};
