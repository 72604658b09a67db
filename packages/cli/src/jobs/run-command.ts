/** Commands that run jobs until they rest. */
export type RunCommand = "kling run" | "kling resume" | "kling jobs retry";
