/** What `JSON.stringify` writes as it is. Node has it since version 21; TypeScript does not list it yet. */
export interface RawJson {
  readonly rawJSON: string;
}

const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): RawJson };

/** A whole number of any length for `JSON.stringify`: ids of elements are numbers beyond 2^53. */
export const rawNumber = (digits: string): RawJson => rawJSON(digits);
