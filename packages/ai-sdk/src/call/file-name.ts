const MAX_CHARACTERS = 48;

/** A file name that says what the prompt is about; `video` where it has no letters. */
export function fileNameOf(prompt: string | undefined): string {
  const words = (prompt ?? "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, MAX_CHARACTERS)
    .replace(/^-+|-+$/g, "");
  return words || "video";
}
