import type { MediaField, Route } from "@klingkit/spec";

/** A medium made ready by the SDK: its wire value, and what it is. */
export interface LoadedMedium {
  /** URL or bare base64. */
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
  /** What is planned will run on an emulator of this machine or network, which reaches addresses that the service cannot. */
  readonly isLocalService?: boolean;
  /** Reads and checks an image for a route; rejects with a coded error. */
  readonly loadImage: (input: string, route: Route) => Promise<LoadedMedium>;
  /**
   * The same for a media field of an operation that has no route; undefined for a value that is sent as it is, such as
   * base64. Default: every value is sent as it is.
   */
  readonly loadFile?: (input: string, target: MediaTarget) => Promise<LoadedMedium | undefined>;
}

/** The field that a file is for. */
export interface MediaTarget extends Pick<MediaField, "kind" | "rule"> {
  readonly operation: string;
  /** Path in the body, such as `image` or `contents[1].url`. */
  readonly field: string;
}
