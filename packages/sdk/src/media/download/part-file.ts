import { createHash, type Hash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { throwIfAborted } from "../errors/abort.ts";
import { type ByteSource, createFileSource } from "../mp4/byte-source.ts";
import { createDiskError, onDisk, systemErrorCode } from "./file-system.ts";
import { listParts, openEmptyPart, type PartPlace, partPath, removePartFolder } from "./part-folder.ts";
import { isResumable, type PartIdentity } from "./part-name.ts";
import { freeMemory } from "./read-memory.ts";
import { takeName } from "./take-name.ts";

/** Bytes gathered per write. Two batches exist at a time, so 50 downloads hold 25 MB at most. */
const BATCH_BYTES = 256 * 1024;
/** Bytes written between two requests to store them. */
const SETTLE_BYTES = 32 * 1024 * 1024;
/** A writev call takes at most 1024 pieces on Linux. */
const MAX_PIECES = 512;
/** First bytes kept to tell what kind of file arrives. */
const HEAD_BYTES = 64;

/** Parts that this process is writing; a second download to the same place must leave them alone. */
const OPEN_PARTS = new Set<string>();

/**
 * The unfinished file, in a folder of its own beside the final one; its running sha256 and its first bytes.
 * Its name belongs to this download alone: a part that was left behind is taken over by renaming it, so of two
 * processes one gets it and the other starts anew. It is never truncated, only replaced.
 */
export class PartFile {
  readonly identity: PartIdentity;
  readonly path: string;
  readonly #place: PartPlace;
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash("sha256");
  #head = new Uint8Array(0);
  #sizeBytes = 0;
  #writtenBytes = 0;
  #batch: Uint8Array[] = [];
  #batchBytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  #settledBytes = 0;
  #settling: Promise<void> = Promise.resolve();
  #isSettling = false;

  private constructor(place: PartPlace, identity: PartIdentity, path: string, handle: FileHandle) {
    this.#place = place;
    this.identity = identity;
    this.path = path;
    this.#handle = handle;
    OPEN_PARTS.add(path);
  }

  /** An empty part. */
  static async create(place: PartPlace, identity: PartIdentity): Promise<PartFile> {
    const { path, handle } = await onDisk(place.filePath, () => openEmptyPart(place, identity));
    return new PartFile(place, identity, path, handle);
  }

  /** Takes over the part that an earlier call left for the same file and hashes it; undefined when there is none. */
  static async resume(
    place: PartPlace,
    key: string,
    signal: AbortSignal | undefined,
  ): Promise<PartFile | undefined> {
    for (const { path, identity, processId } of await listParts(place, key)) {
      if (isInUse(path, processId)) continue;
      const part = await PartFile.#takeOver(place, path, identity);
      if (!part) continue;
      try {
        await part.#readExisting(signal);
        return part;
      } catch (error) {
        await part.close();
        throw error;
      }
    }
    return undefined;
  }

  static async #takeOver(
    place: PartPlace,
    leftPath: string,
    identity: PartIdentity,
  ): Promise<PartFile | undefined> {
    const path = partPath(place, identity);
    try {
      await place.fileSystem.rename(leftPath, path);
      return new PartFile(place, identity, path, await place.fileSystem.open(path, "r+"));
    } catch {
      return undefined; // Another process was faster, or it is not ours to write: start anew.
    }
  }

  /** Bytes accepted so far; all of them are in the file after `flush`. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Bytes that a later call can go on after; none where the server gave no mark to know the file again by. */
  get resumableBytes(): number {
    return isResumable(this.identity) ? this.sizeBytes : 0;
  }

  /** The first bytes of the file, up to 64. */
  get head(): Uint8Array {
    return this.#head;
  }

  /** Takes a chunk. Returns a promise to wait for when the disk is behind, so that memory stays flat. */
  append(chunk: Uint8Array): Promise<void> | undefined {
    this.#take(chunk);
    this.#batch.push(chunk);
    this.#batchBytes += chunk.byteLength;
    if (this.#batchBytes < BATCH_BYTES && this.#batch.length < MAX_PIECES) return undefined;
    if (this.#isWriting) return this.#writeBatch();
    this.#startWriting();
    return undefined;
  }

  /** sha256 of the bytes accepted so far, hex. */
  get sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  /** Reads what is in the file; call `flush` first. */
  source(): Promise<ByteSource> {
    return onDisk(this.path, () => createFileSource(this.#handle));
  }

  /** The last bytes of the file, at most so many; call `flush` first. */
  tail(maxBytes: number): Promise<Uint8Array> {
    const sizeBytes = Math.min(maxBytes, this.#sizeBytes);
    const buffer = Buffer.alloc(sizeBytes);
    return onDisk(this.path, async () => {
      await this.#handle.read(buffer, 0, sizeBytes, this.#sizeBytes - sizeBytes);
      return buffer;
    });
  }

  /** Waits until every accepted byte is in the file. @throws DownloadError when the disk refuses */
  async flush(): Promise<void> {
    if (this.#batch.length > 0) await this.#writeBatch();
    await this.#writing;
  }

  /**
   * Makes the file durable and gives it its final name, atomically; `isNew` is false where a file of the same content had it before.
   * @throws DownloadError
   */
  async finish({ overwrite }: { readonly overwrite: boolean }): Promise<{
    readonly sha256: string;
    readonly isNew: boolean;
  }> {
    await this.flush();
    const { filePath, fileSystem } = this.#place;
    return onDisk(filePath, async () => {
      await this.#settling;
      await this.#handle.sync();
      const { ino, dev, size } = await this.#handle.stat();
      if (size !== this.#sizeBytes)
        throw new Error(`the part file has ${size} bytes, not ${this.#sizeBytes}`);
      await this.close();
      const { sha256 } = this;
      let isNew = true;
      try {
        const content = { sizeBytes: size, sha256 };
        isNew = await takeName(this.path, { fileSystem, filePath, overwrite }, content);
      } catch (error) {
        // A process that cannot see ours took the part over and was first: the final file is this very file.
        const final = await fileSystem.stat(filePath).catch(() => undefined);
        if (systemErrorCode(error) !== "ENOENT" || final?.ino !== ino || final.dev !== dev) throw error;
      }
      await (isNew ? removePartFolder(this.#place, this.identity.key) : this.#remove());
      return { sha256, isNew };
    });
  }

  /** Closes the file and keeps it if a later call can resume it. Safe to call again. */
  async keep(): Promise<void> {
    await this.flush().catch(() => {}); // What stopped the download is already on its way to the caller.
    await this.close();
    if (this.#writtenBytes > 0 && isResumable(this.identity)) return;
    await this.#remove();
  }

  /** Closes the file and removes it. */
  async discard(): Promise<void> {
    await this.#writing.catch(() => {}); // The bytes are thrown away.
    await this.close();
    await this.#remove();
  }

  async #remove(): Promise<void> {
    await this.#place.fileSystem.unlink(this.path).catch(() => {}); // Leftover bytes are no reason to fail twice.
    await removePartFolder(this.#place, this.identity.key);
  }

  async close(): Promise<void> {
    OPEN_PARTS.delete(this.path);
    await this.#settling.catch(() => {}); // `finish` has looked at it, or the bytes are not final.
    await this.#handle.close();
  }

  async #readExisting(signal: AbortSignal | undefined): Promise<void> {
    const buffer = Buffer.allocUnsafe(BATCH_BYTES);
    for (;;) {
      throwIfAborted(signal, "reading the part already on disk");
      const { bytesRead } = await onDisk(this.path, () =>
        this.#handle.read(buffer, 0, buffer.byteLength, this.#sizeBytes),
      );
      if (bytesRead === 0) break;
      this.#take(buffer.subarray(0, bytesRead));
    }
    this.#writtenBytes = this.#sizeBytes;
  }

  #take(chunk: Uint8Array): void {
    if (this.#head.byteLength < HEAD_BYTES) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEAD_BYTES - this.#head.byteLength)]);
    }
    this.#hash.update(chunk);
    this.#sizeBytes += chunk.byteLength;
  }

  /** Waits for the write before, then starts the next one. @throws what the write before failed with */
  async #writeBatch(): Promise<void> {
    await this.#writing;
    this.#startWriting();
  }

  #startWriting(): void {
    const pieces = this.#batch;
    if (pieces.length === 0) return; // Another wait for the write before was faster.
    this.#batch = [];
    this.#batchBytes = 0;
    this.#isWriting = true;
    this.#writing = this.#write(pieces, this.#writing);
    this.#writing.catch(() => {}); // Reported by the next wait for it.
  }

  /** Has the system store what is written while the rest arrives, so that the last sync finds little left to do. */
  #settle(): void {
    if (this.#isSettling || this.#writtenBytes - this.#settledBytes < SETTLE_BYTES) return;
    this.#isSettling = true;
    this.#settledBytes = this.#writtenBytes;
    this.#settling = this.#handle.datasync().then(() => {
      this.#isSettling = false;
    });
    this.#settling.catch(() => {}); // `finish` waits for it: Linux reports a failed store only once.
  }

  /** Stays "writing" after a failure, so that the next batch meets it. */
  async #write(pieces: Uint8Array[], before: Promise<void>): Promise<void> {
    try {
      await before;
      let left = pieces;
      while (left.length > 0) {
        const { bytesWritten } = await this.#handle.writev(left, this.#writtenBytes);
        this.#writtenBytes += bytesWritten;
        left = skipBytes(left, bytesWritten);
      }
      for (const piece of pieces) freeMemory(piece);
      this.#isWriting = false;
      this.#settle();
    } catch (error) {
      throw createDiskError(this.#place.filePath, error);
    }
  }
}

/** A nearly full disk takes less than it was given. */
function skipBytes(pieces: Uint8Array[], count: number): Uint8Array[] {
  let skipped = 0;
  let index = 0;
  for (; index < pieces.length; index += 1) {
    const length = pieces[index]?.byteLength ?? 0;
    if (skipped + length > count) break;
    skipped += length;
  }
  const [first, ...rest] = pieces.slice(index);
  return first ? [first.subarray(count - skipped), ...rest] : [];
}

/** Whether a living process writes the part. A process id used again makes us start anew, which is safe. */
function isInUse(path: string, processId: number): boolean {
  if (processId === process.pid) return OPEN_PARTS.has(path);
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === "EPERM";
  }
}
