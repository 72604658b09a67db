/** Longer ids are refused before they are sent: 20 of them would not fit into the address of one read. @source INF */
export const EXTERNAL_ID_MAX_LENGTH = 256;

/** What an address or a list of ids gives a meaning of its own, and what no text should hold. @source INF */
const UNUSABLE = /[\p{Cc}\p{Cs},/\\?#%]/u;

/**
 * What keeps an external task id from being looked up later, in words; undefined for a usable one. The service documents no rule but
 * uniqueness, so this is judged for clients only: a task whose id no read can ask for could not be found again.
 */
export function externalIdMistake(id: string): string | undefined {
  if (id.trim() === "") return "is blank. Pass an id, or leave it out.";
  if (id !== id.trim()) return "begins or ends with a space. Remove it.";
  if (id.length > EXTERNAL_ID_MAX_LENGTH)
    return `has ${id.length} characters, and at most ${EXTERNAL_ID_MAX_LENGTH} can be looked up.`;
  if (id === "." || id === "..") return `'${id}' would change the address of the look-up. Pass another id.`;
  if (UNUSABLE.test(id))
    return "has a character that a look-up cannot carry. Use letters, digits, spaces and - _ . : but no , / \\ ? # % and no control characters.";
  return undefined;
}
