import { access } from "node:fs/promises";
import { join } from "node:path";

const MAX_SLUG_LENGTH = 40;
const MAX_TRIES = 10_000;

/** A prompt as part of a file name: letters, digits and dashes only, so it can never be a path. `fallback` stands for one without any. */
export function slugOf(prompt: string, fallback = "video"): string {
  const words = prompt
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return words.slice(0, MAX_SLUG_LENGTH).replace(/-+$/, "") || fallback;
}

/** First of `slug.mp4`, `slug-2.mp4` … that is not there yet. */
export async function freeName(folder: string, prompt: string): Promise<string> {
  const slug = slugOf(prompt);
  for (let count = 1; count < MAX_TRIES; count += 1) {
    const path = join(folder, count === 1 ? `${slug}.mp4` : `${slug}-${count}.mp4`);
    const isFree = await access(path).then(
      () => false,
      () => true,
    );
    if (isFree) return path;
  }
  throw new RangeError(`${folder} is full of ${slug} files`);
}
