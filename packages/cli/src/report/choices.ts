/** Files of one result that a card shows: the first as a clip, picture or sound, the others as links. */
export interface Choice<File> {
  readonly files: readonly File[];
  /** Which of the images of the request it is, from 1; absent where the request made no more than one. */
  readonly part?: { readonly number: number; readonly of: number };
}

/** Several images of one request are choices for a person, so that each gets a card. Other files stay with the first one. */
export function choicesOf<File extends { readonly kind: string }>(
  files: readonly File[],
): readonly Choice<File>[] {
  const images = files.filter(({ kind }) => kind === "image");
  if (files[0]?.kind !== "image" || images.length < 2) return [{ files }];
  const others = files.filter(({ kind }) => kind !== "image");
  return images.map((image, at) => ({
    files: at === 0 ? [image, ...others] : [image],
    part: { number: at + 1, of: images.length },
  }));
}

export const choiceName = (name: string, part: Choice<unknown>["part"]): string =>
  part ? `${name} (${part.number} of ${part.of})` : name;
