import type { AllowHostOptions } from "../session/allow-hosts.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import type { StoreOptions } from "../session/store-address.ts";
import type { OutputOptions } from "../terminal/output.ts";

/** Flags that every create has. Texts are as typed; `parse-flags.ts` turns them into values. */
export interface CreateOptions extends OutputOptions, ConnectionOptions, StoreOptions, AllowHostOptions {
  readonly model?: string;
  readonly resolution?: string;
  /** Who makes the video. Default: `kling`. */
  readonly service?: string;
  readonly watermark?: boolean;
  readonly promptFile?: string;
  readonly callbackUrl?: string;
  readonly externalId?: string;
  readonly allowRetired?: boolean;
  readonly strict?: boolean;
  readonly dryRun?: boolean;
  readonly savePlan?: string;
  readonly purpose?: string;
  readonly approve?: boolean;
  readonly by?: string;
  readonly policy?: string;
  readonly maxUnits?: string;
  readonly wait?: boolean;
  readonly output?: string;
  /** Shows a picture of the file. */
  readonly preview?: boolean;
  readonly timeout?: string;
}
