import type { LoadedMedium } from "../context/media-loader.ts";
import type { PlannedMedium } from "./plan.ts";

/** An input of a job: a path, an address, or the data itself. */
export interface NamedInput {
  readonly input: string;
  /** Such as `references[0].image` or `contents[1].url`. */
  readonly field: string;
}

/** An input that could not be read, and the field that names it. */
export interface MediumMistake {
  readonly field: string;
  /** A coded error of the loader. */
  readonly error: Error;
}

export interface LoadedInputs {
  /** Wire value by input. */
  readonly values: ReadonlyMap<string, string>;
  readonly media: readonly PlannedMedium[];
  /** Wire value → the short text that stands for it in a plan. */
  readonly labels: ReadonlyMap<string, string>;
  readonly mistakes: readonly MediumMistake[];
}

/** Stands for a file that could not be read, so that the rest of its job can be judged. Never sent. */
export const UNREAD = "https://example.com/unread.png";

/**
 * Loads the inputs of a job; a file that is named twice is read once. An input for which `load` gives nothing is sent as it is.
 * Rejects for what is no mistake of the caller: defects, and an abort.
 */
export async function loadInputs<Input extends NamedInput>(
  inputs: readonly Input[],
  load: (input: Input) => Promise<LoadedMedium | undefined>,
): Promise<LoadedInputs> {
  const media: PlannedMedium[] = [];
  const values = new Map<string, string>();
  const labels = new Map<string, string>();
  const mistakes: MediumMistake[] = [];
  for (const named of inputs) {
    const { input, field } = named;
    if (values.has(input)) continue;
    try {
      const loaded = await load(named);
      values.set(input, loaded?.value ?? input);
      if (!loaded) continue;
      const { value, manifest } = loaded;
      media.push({ input, ...manifest });
      if (manifest.sha256 !== undefined) labels.set(value, mediaLabelOf(manifest.sha256));
    } catch (error) {
      if (!isMistake(error)) throw error;
      mistakes.push({ field, error });
      values.set(input, UNREAD);
    }
  }
  return { values, media, labels, mistakes };
}

const isMistake = (error: unknown): error is Error =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  error.code !== "KLINGKIT_ABORTED";

const MEDIA_LABEL = "media:sha256:";

/** What stands in a plan for a file of this hash. */
export const mediaLabelOf = (sha256: string): string => `${MEDIA_LABEL}${sha256}`;

export const isMediaLabel = (value: string): boolean => value.startsWith(MEDIA_LABEL);
