import type {
  Experimental_VideoModelV4OperationStartResult,
  Experimental_VideoModelV4OperationStatusResult,
  Experimental_VideoModelV4Result,
  Experimental_VideoModelV4VideoData,
  SharedV4Warning,
} from "@ai-sdk/provider";

// What every version of `ai` that is served has in its types, so that a model compiles with each of them.

/** A warning of a call. */
export type VideoWarning = Exclude<SharedV4Warning, { type: "deprecated" }>;

/** A delivered video. `uploaded` is left out: versions before 7.0.163 do not know it, and never get one. */
export type VideoData = Exclude<Experimental_VideoModelV4VideoData, { type: "uploaded" }>;

/** JSON whose lists and objects are mutable, as the types of earlier versions have them. */
export type Json = null | string | number | boolean | Json[] | JsonFields;
export type JsonFields = { [field: string]: Json | undefined };

/** By provider: `klingkit` and `klingai`. */
export type VideoMetadata = Record<string, JsonFields>;

/** A result of the AI SDK with these parts. */
type Narrow<Result> = Result extends object
  ? Omit<Result, "warnings" | "videos" | "providerMetadata" | "operation"> &
      (Result extends { warnings: unknown } ? { warnings: VideoWarning[] } : object) &
      (Result extends { videos: unknown } ? { videos: VideoData[] } : object) &
      (Result extends { operation: unknown } ? { operation: Json } : object) & {
        providerMetadata: VideoMetadata;
      }
  : never;

export type VideoResult = Narrow<Experimental_VideoModelV4Result>;
export type VideoStart = Narrow<Experimental_VideoModelV4OperationStartResult>;
export type VideoStatus = Narrow<
  Exclude<Experimental_VideoModelV4OperationStatusResult, { status: "error" }>
>;
