/** Where the client reports what it does. Fields are plain values, already redacted. */
export interface Logger {
  debug(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
}

export const SILENT_LOGGER: Logger = { debug: () => undefined, warn: () => undefined };
