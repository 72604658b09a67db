/** Says what was given, such as `first frame`, `2 references`: each name once, in the order of the first of its kind. */
export function nameInputs(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} ${name}s`));
}

/** The name of a field as words: `human image` for `images[0].human_image_url`. */
export const nameOfField = (path: string): string =>
  (path.split(".").at(-1) ?? path)
    .replace(/\[\d+\]/g, "")
    .replace(/_?urls?$/, "")
    .replaceAll("_", " ") || "file";
