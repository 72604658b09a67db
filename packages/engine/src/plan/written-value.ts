/** Longer values are not repeated in messages: the place shows them. */
const SHOWN_CHARACTERS = 40;

/** Fields whose words belong in no message. */
const UNSHOWN: readonly (string | undefined)[] = ["prompt", "negativePrompt"];

/** A value of a file that may be repeated in a message: a short text, a number or a switch. Undefined for everything else. */
export function shownValue(field: string, value: unknown): string | number | boolean | undefined {
  if (UNSHOWN.includes(field.split(".").at(-1))) return undefined;
  if (typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" && value !== "" && value.length <= SHOWN_CHARACTERS ? value : undefined;
}
