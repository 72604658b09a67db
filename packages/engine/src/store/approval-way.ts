/**
 * How an approval came about: an answer on a terminal, a flag of a command, a policy file, the studio, an agent's tool,
 * or a program that names no way.
 */
export const APPROVAL_WAYS = ["terminal", "flag", "policy", "studio", "mcp", "code"] as const;
export type ApprovalWay = (typeof APPROVAL_WAYS)[number];
