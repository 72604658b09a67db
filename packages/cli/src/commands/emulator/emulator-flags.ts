import type { OutputOptions } from "../../terminal/output.ts";

/** Flags of `kling emulator`, as they were typed. */
export interface EmulatorFlags extends OutputOptions {
  readonly port: string;
  readonly service: string;
  readonly speed: string;
  readonly seed?: string;
  readonly look?: string;
  readonly concurrency?: string;
  readonly webhookSecret?: readonly string[];
  readonly tls?: boolean;
  readonly publicUrl?: string;
  readonly legacyModels?: boolean;
  readonly strict?: boolean;
  readonly data?: string;
  readonly faults?: string;
  readonly adminToken?: string;
  readonly quiet?: boolean;
}
