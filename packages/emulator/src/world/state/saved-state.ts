import type { EditSession, ElementKind, LibraryEntry, Pack } from "../accounts/account.ts";
import type { JournalEntry } from "../journal.ts";
import type { TaskRecord } from "../tasks/task-record.ts";
import type { UploadSlot } from "../uploads.ts";

/** What an account holds beside its tasks. */
export interface SavedAccount {
  readonly name: string;
  readonly packs: readonly Pack[] | undefined;
  readonly elements: readonly (readonly [string, ElementKind])[];
  /** Absent in state of versions before. */
  readonly entries?: readonly (readonly [string, LibraryEntry])[];
  /** Absent in state of versions before. */
  readonly sessions?: readonly (readonly [string, EditSession])[];
}

/** State as an earlier run of the emulator left it. */
export interface SavedState {
  /** How often the emulator was started on this folder, this time included. */
  readonly startCount: number;
  /** Latest moment of emulator time that was saved; undefined in a new folder. */
  readonly latestMs: number | undefined;
  /** In the order of creation. */
  readonly tasks: readonly TaskRecord[];
  /** Input images by task. */
  readonly images: ReadonlyMap<string, Uint8Array>;
  readonly uploads: readonly { readonly slot: UploadSlot; readonly bytes: Uint8Array | undefined }[];
  readonly accounts: readonly SavedAccount[];
  readonly journal: readonly JournalEntry[];
}
