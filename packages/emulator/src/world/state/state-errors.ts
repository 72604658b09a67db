/** Another emulator uses the folder. */
export class DataLockedError extends Error {
  override readonly name = "DataLockedError";
  readonly code = "data_locked";

  constructor({ directory, cause }: { readonly directory: string; readonly cause?: unknown }) {
    super(
      `${directory} is in use by another emulator. Stop that emulator, or choose another folder.`,
      cause === undefined ? {} : { cause },
    );
  }
}

/** The folder holds state that this version cannot read. */
export class DataVersionError extends Error {
  override readonly name = "DataVersionError";
  readonly code = "data_version";
}

/** The saved state is damaged: starting without it would lose tasks that clients know of. */
export class DataCorruptError extends Error {
  override readonly name = "DataCorruptError";
  readonly code = "data_corrupt";

  constructor({ path, reason }: { readonly path: string; readonly reason: string }) {
    super(`${path} is damaged (${reason}). Restore the file, or choose another folder.`);
  }
}

/** A write failed, for instance on a full disk. What was confirmed before is safe; no further create is accepted. */
export class DataWriteError extends Error {
  override readonly name = "DataWriteError";
  readonly code = "data_write_failed";

  constructor({ path, cause }: { readonly path: string; readonly cause: unknown }) {
    super(`Could not write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
