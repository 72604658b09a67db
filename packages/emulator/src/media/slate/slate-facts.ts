/** What a slate shows of a request beside its words: plain JSON, small whatever was sent. */
export interface SlateFacts {
  /** What was done, where that is not plain from the picture, such as `part 2` and `lip sync`. */
  readonly operation?: string;
  /** Inputs beside first and last frame, in the order of the request. */
  readonly inputs?: readonly SlateInput[];
  readonly camera?: CameraMove;
}

export interface SlateInput {
  /** Its number among those of its kind, such as `2` for an image and `E1` for an element. */
  readonly code: string;
  /** What it is called: a file, a name in the prompt, an ID. */
  readonly name: string;
  /** Hexadecimal digest of its value: the same input has the same pattern in every picture. */
  readonly mark: string;
  /** It gives the motion: its tile slides while the clip runs. */
  readonly isMotion?: boolean;
}

/** An input with its picture, where that was sent as data. */
export interface DrawnInput extends SlateInput {
  readonly image?: Uint8Array | undefined;
}

/** Where a camera goes, each from -1 to 1: to the right, downwards, nearer, and clockwise. */
export interface CameraMove {
  readonly right: number;
  readonly down: number;
  readonly nearer: number;
  readonly clockwise: number;
}
