/** Another process uses the directory. */
export class LogLockedError extends Error {
  override readonly name = "LogLockedError";
  readonly code = "data_locked";

  constructor({ directory, pid }: { readonly directory: string; readonly pid: number }) {
    super(`${directory} is in use by process ${pid}: stop it, or choose another directory`);
  }
}

/** The log was written by a newer version, or is not a log at all. */
export class LogVersionError extends Error {
  override readonly name = "LogVersionError";
  readonly code = "data_version";
}

/** A record in the middle of the log is damaged: dropping it would lose tasks that clients know of. */
export class LogCorruptError extends Error {
  override readonly name = "LogCorruptError";
  readonly code = "data_corrupt";

  constructor({ path, line }: { readonly path: string; readonly line: number }) {
    super(
      `${path}, line ${line} is damaged, and sound records follow it: restore the file, or choose another directory`,
    );
  }
}

/** A write failed, for instance on a full disk. What was answered before is safe; nothing more is taken. */
export class LogWriteError extends Error {
  override readonly name = "LogWriteError";
  readonly code = "data_write_failed";

  constructor({ path, cause }: { readonly path: string; readonly cause: unknown }) {
    super(`could not write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
