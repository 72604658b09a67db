import { rename, rm, writeFile } from "node:fs/promises";

/**
 * Writes a file in one step: a reader sees the old one or the new one, and a full disk leaves the old one.
 * Rejects with what the file system says.
 */
export async function writeWhole(
  filePath: string,
  text: string,
  { mode }: { readonly mode?: number } = {},
): Promise<void> {
  const draft = `${filePath}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text, mode === undefined ? {} : { mode });
    await rename(draft, filePath);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw cause;
  }
}
