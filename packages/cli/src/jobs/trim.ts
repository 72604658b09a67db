/** Units without the tail of a binary fraction. */
export const trim = (units: number): string => String(Math.round(units * 1000) / 1000);
