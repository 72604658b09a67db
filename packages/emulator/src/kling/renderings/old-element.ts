import { rawNumber } from "../raw-number.ts";

/** An element of the old library as it is kept: its id is text. */
export type OldElement = Readonly<Record<string, unknown>>;

/** @source DOC-OLD 2026-02 */
export const renderOldElement = ({ element_id: id, ...fields }: OldElement) => ({
  element_id: rawNumber(String(id)),
  ...fields,
});
