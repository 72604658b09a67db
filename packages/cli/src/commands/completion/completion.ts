import type { Command } from "commander";
import type { Deps } from "../../deps.ts";

const EXAMPLES = `
Examples:
  kling completion bash > ~/.local/share/bash-completion/completions/kling
  kling completion zsh > "\${fpath[1]}/_kling"
  kling completion fish > ~/.config/fish/completions/kling.fish`;

/** \`kling completion <shell>\`, and the hidden \`kling complete\` that its script calls. */
export function defineCompletion(program: Command, deps: Deps): void {
  program
    .command("completion <shell>")
    .description("Print the completion script for bash, zsh or fish")
    .addHelpText("after", EXAMPLES)
    .action(async (shell: string) => {
      const { runCompletion } = await import("./completion-run.ts");
      runCompletion(deps, shell);
    });
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .allowUnknownOption()
    .action(async () => {
      const { runComplete } = await import("./completion-run.ts");
      runComplete(deps, program);
    });
}
