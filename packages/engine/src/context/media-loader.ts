import type { JsonObject, MediaField, Route } from "@klingkit/spec";
import type { FrameSource } from "../frames/frame-source.ts";
import type { UploadFile } from "../provider/provider.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";

/** A medium made ready by the SDK: its wire value, and what it is. */
export interface LoadedMedium {
  /** URL or bare base64; `media:sha256:…` for a file that the service takes by address, which is given to it before the create. */
  readonly value: string;
  readonly manifest: {
    readonly name: string;
    readonly kind: "url" | "file";
    readonly sizeBytes?: number;
    readonly format?: string;
    readonly widthPx?: number;
    readonly heightPx?: number;
    readonly sha256?: string;
  };
}

export interface PlanContext {
  /**
   * What is planned will run on an emulator of this machine or network, which reaches addresses that the service cannot: of all
   * services, or by the name of each. Default false.
   */
  readonly isLocalService?: boolean | ((service: string) => boolean);
  /** Reads and checks an image for a route; rejects with a coded error. */
  readonly loadImage: (input: string, route: Route) => Promise<LoadedMedium>;
  /**
   * The same for a media field of an operation that has no route; undefined for a value that is sent as it is, such as
   * base64. Default: every value is sent as it is.
   */
  readonly loadFile?: (input: string, target: MediaTarget) => Promise<LoadedMedium | undefined>;
  /** Decodes last frames, for jobs that begin with one. Default: the ffmpeg that is there. */
  readonly frames?: FrameSource;
  /** Reads a file that is given to a service which takes addresses. Default: such a job cannot be sent. */
  readonly readFile?: (input: string) => Promise<UploadFile>;
  /**
   * Asks a service what a body would cost, in US dollars; undefined where it names no price. Free. Default: prices are those of
   * the price list.
   */
  readonly askPrice?: (body: PriceQuestion) => Promise<number | undefined>;
  /** Where planning is reported; the same as that of the engine. Default: nowhere. */
  readonly telemetry?: Telemetry;
}

/** A body whose price a service is asked for. */
export interface PriceQuestion {
  /** Whose operation it is, such as `higgsfield`. */
  readonly service: string;
  readonly operation: string;
  readonly body: JsonObject;
}

/** The field that a file is for. */
export interface MediaTarget extends Pick<MediaField, "kind" | "rule"> {
  /** Whose operation it is, such as `kling`. */
  readonly service: string;
  readonly operation: string;
  /** Path in the body, such as `image` or `contents[1].url`. */
  readonly field: string;
}

/** Whether a service is reached on this machine or network. */
export const isLocal = (
  { isLocalService = false }: Pick<PlanContext, "isLocalService">,
  service: string,
): boolean => (typeof isLocalService === "function" ? isLocalService(service) : isLocalService);
