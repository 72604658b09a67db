const AGES = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
] as const;

/** `12s`, `3m`, `2h`, `5d`. */
export function ageText(ms: number): string {
  const [unit, size] = AGES.find(([, one]) => ms >= one) ?? ["s", 1000];
  return `${Math.max(0, Math.floor(ms / size))}${unit}`;
}
