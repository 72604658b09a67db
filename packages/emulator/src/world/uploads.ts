import { createInputImages } from "./tasks/input-images.ts";

/** A place for one file that a client may upload, as long as its address is valid. */
export interface UploadSlot {
  readonly name: string;
  /** Headers that the upload must carry; its `Content-Type` is that of the file. */
  readonly headers: Readonly<Record<string, string>>;
  readonly untilMs: number;
}

/** Slots and files by name. In memory, files have a limit in total, and the oldest give way. */
export interface Uploads {
  slot(name: string): UploadSlot | undefined;
  file(name: string): Uint8Array | undefined;
  open(slot: UploadSlot): void;
  put(name: string, bytes: Uint8Array): void;
  clear(): void;
}

/** What to keep of a change. */
export interface UploadSink {
  upload(slot: UploadSlot, bytes: Uint8Array | undefined): void;
}

export function createUploads(sink: UploadSink): Uploads {
  const slots = new Map<string, UploadSlot>();
  const files = createInputImages();
  return {
    slot: (name) => slots.get(name),
    file: (name) => files.get(name),
    open(slot) {
      slots.set(slot.name, slot);
      sink.upload(slot, undefined);
    },
    put(name, bytes) {
      const slot = slots.get(name);
      if (!slot) throw new RangeError(`no slot has the name ${name}`);
      files.put(name, bytes);
      sink.upload(slot, bytes);
    },
    clear() {
      for (const name of slots.keys()) files.remove(name);
      slots.clear();
    },
  };
}
