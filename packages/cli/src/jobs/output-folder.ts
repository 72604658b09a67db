import { basename, dirname, extname, relative, sep } from "node:path";
import type { Job } from "@klingkit/engine";
import { word } from "../session/next-commands.ts";

/** Name of a result in the folder that a process has for all files: they come from many folders, and the job's id keeps them apart. */
export function nameInOwnFolder(filePath: string, resumeKey: string): string {
  const extension = extname(filePath);
  return `${basename(filePath, extension)}-${resumeKey}${extension}`;
}

/** Whether a process with such a folder has put the file there. */
export const isInOwnFolder = ({ id, filePath }: Pick<Job, "id" | "filePath">): boolean =>
  basename(filePath).includes(`-${id}`);

/** The `--output-dir` of the run that made a job; undefined where its file has another place than was planned. */
export function outputDirOf({
  filePath,
  output,
}: {
  readonly filePath: string;
  readonly output: string;
}): string | undefined {
  const below = dirname(output);
  const folder = dirname(filePath);
  if (below === ".") return folder;
  return folder.endsWith(`${sep}${below}`) ? folder.slice(0, -below.length - 1) : undefined;
}

/** What brings new files to a folder, after a command; empty for the current one. */
export function folderFlag(cwd: string, folder: string): string {
  const path = relative(cwd, folder);
  return path === "" ? "" : ` --output-dir ${word(path.startsWith("..") ? folder : path)}`;
}
