import type { Command } from "commander";

/** All words of a command, such as `kling video create`. */
export const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
