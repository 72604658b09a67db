import type { OutputOptions } from "../../terminal/output.ts";

export interface DemoOptions extends OutputOptions {
  readonly model: string;
  readonly duration: string;
  readonly aspectRatio?: string;
  readonly resolution?: string;
  readonly audio?: boolean;
  readonly firstFrame?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly speed: string;
  readonly service?: string;
  readonly look?: string;
}
