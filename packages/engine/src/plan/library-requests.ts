import { advancedElements, customVoices } from "@klingkit/spec";
import type { BatchFile } from "./batch-schema.ts";

/** Libraries of an account that a batch may ask for entries of: their create, and its field for the name. */
const LIBRARIES = {
  voices: { operation: customVoices.create.id, nameField: "voice_name" },
  elements: { operation: advancedElements.create.id, nameField: "element_name" },
} as const;

type Library = keyof typeof LIBRARIES;
const NAMES = ["voices", "elements"] as const satisfies readonly Library[];

/** A voice or an element that requests of a batch use by its name. */
export interface LibraryRequest {
  /** Where it stands in the batch. */
  readonly list: Library;
  readonly name: string;
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Everything that a batch wants in the libraries of the account, voices first. */
export const libraryRequests = (batch: Pick<BatchFile, Library>): readonly LibraryRequest[] =>
  NAMES.flatMap((list) => {
    const { operation, nameField } = LIBRARIES[list];
    return Object.entries(batch[list] ?? {}).map(([name, body]) => ({
      list,
      name,
      operation,
      body: { [nameField]: name, ...body },
    }));
  });

/** Creates whose results stay in the library of the account: what one purpose has made serves all. */
export const LIBRARY_OPERATIONS: readonly string[] = Object.values(LIBRARIES).map(
  ({ operation }) => operation,
);
