import { deleteAdvancedElement, deleteElement, deleteVoice, oldElements } from "@klingkit/spec";
import { createOldElement } from "./create-old-element.ts";
import { deleteAnyElementEntry, deleteElementEntry, deleteVoiceEntry } from "./delete-entries.ts";
import type { WriteHandler } from "./write-handler.ts";

/** Handler of every write, by id of its operation. A test holds it against the registry. */
export const WRITE_HANDLERS: Readonly<Record<string, WriteHandler>> = {
  [deleteVoice.id]: deleteVoiceEntry,
  [deleteAdvancedElement.id]: deleteElementEntry,
  [deleteElement.id]: deleteAnyElementEntry,
  [oldElements.id]: createOldElement,
};
