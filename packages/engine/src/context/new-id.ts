const TIME_DIGITS = 9;
const RANDOM_DIGITS = 9;
const BASE = 36;

/** An id that sorts by time: `prefix`, the time and nine random digits, in base 36. */
export function newId(prefix: string, { nowMs, random }: { nowMs: number; random: () => number }): string {
  const time = Math.max(0, Math.floor(nowMs)).toString(BASE).padStart(TIME_DIGITS, "0");
  const digits = Array.from({ length: RANDOM_DIGITS }, () => Math.floor(random() * BASE).toString(BASE));
  return `${prefix}${time}${digits.join("")}`;
}
