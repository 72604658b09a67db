import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface ConfigOptions extends OutputOptions {
  readonly profile: string;
  readonly reveal?: boolean;
}

/** \`kling config set|get|unset|list|path\`. Keys: see config-keys.ts. */
export function defineConfig(program: Command, deps: Deps): void {
  const config = program
    .command("config")
    .description("Keep keys and settings in a file that only you can read")
    .addHelpText("after", "\nKeys: api_key, access_key, secret_key, region, account, base_url");
  const add = (usage: string, description: string) =>
    config
      .command(usage)
      .description(description)
      .option("--profile <name>", "profile of the config file", "default")
      .option(...JSON_FLAG);
  const load = () => import("../runs.ts");
  add("set <key> [value]", "Set a value; without one it is read from standard input").action(
    async (key: string, value: string | undefined, options: ConfigOptions) =>
      (await load()).runConfigSet(deps, { key, value, options }),
  );
  add("get <key>", "Show a value; keys are masked")
    .option("--reveal", "show a key as it is")
    .action(async (key: string, options: ConfigOptions) =>
      (await load()).runConfigGet(deps, { key, options }),
    );
  add("unset <key>", "Remove a value").action(async (key: string, options: ConfigOptions) =>
    (await load()).runConfigUnset(deps, { key, options }),
  );
  add("list", "Show all values; keys are masked").action(async (options: ConfigOptions) =>
    (await load()).runConfigList(deps, options),
  );
  add("path", "Show where the file is").action(async (options: ConfigOptions) =>
    (await load()).runConfigPath(deps, options),
  );
}
