import { Command } from "commander";
import { defineCosts } from "./commands/account/costs.ts";
import { defineCompletion } from "./commands/completion/completion.ts";
import { defineConfig } from "./commands/config/config.ts";
import { defineDemo } from "./commands/demo/demo.ts";
import { defineDoctor } from "./commands/doctor/doctor.ts";
import { defineEmulator } from "./commands/emulator/emulator.ts";
import { defineModels } from "./commands/models/models.ts";
import { defineRoutes } from "./commands/routes/routes.ts";
import { defineVideoCreate } from "./commands/video/create.ts";
import { defineCreateFromImage } from "./commands/video/create-from-image.ts";
import { defineCreateFromText } from "./commands/video/create-from-text.ts";
import { defineCreateMotionControl } from "./commands/video/create-motion-control.ts";
import { defineDownload } from "./commands/video/download.ts";
import { defineList } from "./commands/video/list.ts";
import { defineStatus } from "./commands/video/status.ts";
import type { Deps } from "./deps.ts";
import { createStyle } from "./terminal/style.ts";
import { VERSION } from "./version.ts";

const EPILOGUE = `
Start here:
  kling demo "a fox in the snow"            a real video file, no key, no cost
  kling emulator                            a local service that every client can use
  kling video create-from-text "…" --dry-run   route, payload, units and US$; sends nothing

Success is one JSON object on stdout, failure one on stderr; on a terminal both are for people (--json keeps JSON).
Exit codes: 0 ok, 1 failure, 2 usage, 3 approval or budget, 4 credentials, 6 task failed, 7 content policy,
            8 still pending, 9 unknown outcome, 130 interrupted.`;

/** The whole command line: parsing only. What a command does is loaded when it runs. */
export function createProgram(deps: Deps): Command {
  const { io, env } = deps;
  const style = createStyle(io.stdout, env);
  const program = new Command("kling")
    .description(
      "Kling videos from the command line: plan, create, follow, download. Offline with the emulator.",
    )
    .version(VERSION, "-V, --version")
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Usage errors are printed by main, as the JSON object of the contract.
      writeErr: () => undefined,
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getOutHasColors: () => false,
    })
    .configureHelp({ styleTitle: style.bold, styleCommandText: style.accent, styleOptionTerm: style.accent })
    .addHelpText("after", EPILOGUE);
  defineVideo(program, deps);
  const account = program.command("account").description("Resource packs of the account");
  defineCosts(account, deps);
  defineModels(program, deps);
  defineRoutes(program, deps);
  defineDemo(program, deps);
  defineEmulator(program, deps);
  defineDoctor(program, deps);
  defineConfig(program, deps);
  defineCompletion(program, deps);
  return program;
}

function defineVideo(program: Command, deps: Deps): void {
  const video = program.command("video").description("Create, follow and download videos");
  defineVideoCreate(video, deps);
  defineCreateFromText(video, deps);
  defineCreateFromImage(video, deps);
  defineCreateMotionControl(video, deps);
  defineStatus(video, deps);
  defineDownload(video, deps);
  defineList(video, deps);
}
