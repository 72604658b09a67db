import { LogVersionError } from "./log-errors.ts";

const FORMAT = "klingkit-emulator-log";
/** Raise when older versions cannot read the records any more. */
const LOG_VERSION = 1;

export const headerRecord = () => ({ format: FORMAT, version: LOG_VERSION });

/** Throws `LogVersionError` unless the first record says that this version can read the log. */
export function checkHeader(record: unknown, path: string): void {
  const header: { format?: unknown; version?: unknown } = typeof record === "object" ? (record ?? {}) : {};
  if (header.format !== FORMAT || typeof header.version !== "number") {
    throw new LogVersionError(`${path} is not a log of the emulator: choose another directory`);
  }
  if (header.version > LOG_VERSION) {
    throw new LogVersionError(
      `${path} has format ${header.version}, and this version reads formats up to ${LOG_VERSION}: update klingkit, or choose another directory`,
    );
  }
}
