/** How long an input server may take, and how much is read of an image. */
const INPUT_TIMEOUT_MS = 10_000;
const MAX_IMAGE_BYTES = 50 * 1024 * 1024;

/** Whether the host of a URL cannot exist, or there is none. @source RFC 2606 */
export function isReservedHost(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host === "" || host === "invalid" || host.endsWith(".invalid");
}

export interface ReadInputOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Whether the bytes are wanted; else it is enough that the file can be read. */
  readonly isWhole: boolean;
}

/** Reads an input by URL; undefined where it cannot be read. Empty unless the bytes are wanted. */
export async function readInputUrl(
  url: string,
  { fetch, isWhole }: ReadInputOptions,
): Promise<Uint8Array | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(INPUT_TIMEOUT_MS) });
    if (!response.ok) return void (await response.body?.cancel());
    if (isWhole) return await readBody(response);
    await response.body?.cancel();
    return new Uint8Array();
  } catch {
    // Any failure to read is the same answer to the caller.
    return undefined;
  }
}

async function readBody(response: Response): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return bytes.byteLength <= MAX_IMAGE_BYTES ? bytes : undefined;
}
