/** Headings of the commands in `kling --help`, in their order, with what stands below them. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "Try it without a key": ["demo", "emulator"],
  "Make videos, images and audio": [
    "video",
    "image",
    "audio",
    "tts",
    "voice",
    "element",
    "effects",
    "lip-sync",
    "edit",
    "solution",
    "call",
  ],
  "Run batches": ["plan", "approve", "run", "resume", "worker", "wait", "jobs", "report", "sheet"],
  "Check money": ["approvals", "budget", "ledger", "account"],
  "Connect servers and agents": ["listen", "trigger", "events", "mcp"],
  "Look up facts": ["models", "routes", "operations", "spec"],
  "Set up": ["config", "doctor", "completion", "version", "help"],
};

/** Where a command stands in `kling --help`; undefined for one that nobody has put into a group. */
export const groupOfCommand = (word: string): string | undefined =>
  Object.entries(GROUPS).find(([, words]) => words.includes(word))?.[0];

export const COMMAND_GROUPS: readonly string[] = Object.keys(GROUPS);
