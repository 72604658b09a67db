import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling completion bash > ~/.local/share/bash-completion/completions/kling
  kling completion zsh > "\${fpath[1]}/_kling"
  kling completion fish > ~/.config/fish/completions/kling.fish`;

/** `kling completion <shell>`, and the hidden `kling complete` that its script calls. */
export const COMPLETION_ROWS: readonly CommandRow[] = [
  {
    words: ["completion"],
    operands: "<shell>",
    summary: "Print the completion script for bash, zsh or fish",
    flags: [["--name <command>", "Command that you type: kling or klingkit", "kling"]],
    help: EXAMPLES,
    load: async () => (await import("./completion-run.ts")).runCompletion,
  },
  {
    words: ["complete"],
    operands: "[words...]",
    summary: "Propose words for the shell",
    isHidden: true,
    load: async () => (await import("./completion-run.ts")).runComplete,
  },
];
