import {
  addSelection,
  clearSelection,
  deleteAdvancedElement,
  deleteElement,
  deleteSelection,
  deleteVoice,
  initSelection,
  oldElements,
  previewSelection,
} from "@klingkit/spec";
import { addPoints, clearPoints, deletePoints, openSession, showSelection } from "../editing/selections.ts";
import { createOldElement } from "./create-old-element.ts";
import { deleteAnyElementEntry, deleteElementEntry, deleteVoiceEntry } from "./delete-entries.ts";
import type { WriteHandler } from "./write-handler.ts";

/** Handler of every write, by id of its operation. A test holds it against the registry. */
export const WRITE_HANDLERS: Readonly<Record<string, WriteHandler>> = {
  [initSelection.id]: openSession,
  [addSelection.id]: addPoints,
  [deleteSelection.id]: deletePoints,
  [clearSelection.id]: clearPoints,
  [previewSelection.id]: showSelection,
  [deleteVoice.id]: deleteVoiceEntry,
  [deleteAdvancedElement.id]: deleteElementEntry,
  [deleteElement.id]: deleteAnyElementEntry,
  [oldElements.id]: createOldElement,
};
