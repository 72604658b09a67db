/**
 * How an agent's server can get a person's answer, from the way that shows least to the one that shows most that a person answered: a form
 * that the agent's program shows (some programs answer forms on their own), a button that only the program's window can press, the studio,
 * a terminal.
 */
export const RUNGS = ["elicitation", "app", "studio", "terminal"] as const;
export type Rung = (typeof RUNGS)[number];
