import type { EditPoint, PointAxis } from "./selected-frame.ts";

/** The video to edit: one of the two. */
export type EditSource = { readonly videoId: string } | { readonly videoUrl: string };

/** All that is needed to continue a session in another process. Plain JSON. */
export interface EditState {
  readonly sessionId: string;
  readonly source: EditSource;
  /** Unix ms. */
  readonly openedAtMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationSeconds: number;
  readonly frameCount: number;
  /** The video as the service reads it; frames are counted in it. */
  readonly normalizedVideoUrl?: string;
  /** Points by frame, as they were given. */
  readonly selections: readonly { readonly frame: number; readonly points: readonly EditPoint[] }[];
}

export interface EditPreview {
  readonly videoUrl: string | undefined;
  readonly coverUrl: string | undefined;
  /** Masks of all frames; the format of the file is not documented. */
  readonly trackingUrl: string | undefined;
}

export interface EditSessionOptions {
  /**
   * Where the service counts `y` from. Your points always count from the top; with `up` they are sent mirrored.
   * Default `down`; a selection whose mask lies at the mirrored place comes with a warning.
   */
  readonly pointAxis?: PointAxis;
}

/** What `edits.apply` is sent, without what the session knows. */
export interface Edit {
  readonly edit_mode: "addition" | "swap" | "removal";
  readonly prompt: string;
  readonly image_list?: { readonly image: string }[];
}
