/** Given to a flag that may be repeated: its value is then a list. */
export const REPEATED = { isRepeated: true } as const;

/** One flag of a command: how it is typed, what it does, and its default or `REPEATED`. */
export type Flag = readonly [flags: string, description: string, value?: string | typeof REPEATED];
