import { Command } from "commander";
import { defineCosts } from "./commands/account/costs.ts";
import { defineApprovals } from "./commands/approve/approvals.ts";
import { defineApprove } from "./commands/approve/approve.ts";
import { defineCompletion } from "./commands/completion/completion.ts";
import { defineConfig } from "./commands/config/config.ts";
import { defineDemo } from "./commands/demo/demo.ts";
import { defineDoctor } from "./commands/doctor/doctor.ts";
import { defineEmulator } from "./commands/emulator/emulator.ts";
import { defineJobs } from "./commands/jobs/jobs.ts";
import { defineBudget, defineLedger } from "./commands/ledger/ledger.ts";
import { defineModels } from "./commands/models/models.ts";
import { definePlan } from "./commands/plan/plan.ts";
import { defineRoutes } from "./commands/routes/routes.ts";
import { defineResume, defineRun } from "./commands/run/run.ts";
import { defineVideoCreate } from "./commands/video/create.ts";
import { defineCreateFromImage } from "./commands/video/create-from-image.ts";
import { defineCreateFromText } from "./commands/video/create-from-text.ts";
import { defineCreateMotionControl } from "./commands/video/create-motion-control.ts";
import { defineDownload } from "./commands/video/download.ts";
import { defineList } from "./commands/video/list.ts";
import { defineStatus } from "./commands/video/status.ts";
import { defineWait } from "./commands/wait/wait.ts";
import { defineWorker } from "./commands/worker/worker.ts";
import type { Deps } from "./deps.ts";
import { createStyle } from "./terminal/style.ts";
import { VERSION } from "./version.ts";

const EPILOGUE = `
Start here:
  kling demo "a fox in the snow"            a real video file, no key, no cost
  kling emulator                            a local service that every client can use
  kling video create-from-text "…" --dry-run   route, payload, units and US$; sends nothing

Piped or with --json: success is one JSON object on stdout, failure one on stderr; run, resume and worker print
one object per line. On a terminal you get tables and sentences.
Exit codes: 0 ok, 1 failure, 2 usage, 3 approval or budget, 4 credentials, 6 task failed, 7 content policy,
            8 still pending, 9 unknown outcome, 20 plan has work (--detailed-exitcode), 130 interrupted.`;

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
      // Usage errors are printed by main, as the JSON object of the contract. Help that follows a missing command
      // is for people only.
      writeErr: (text) => {
        if (io.stderr.isTty && text.startsWith("Usage:")) io.stderr.write(`${text}\n`);
      },
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getOutHasColors: () => false,
    })
    .configureHelp({ styleTitle: style.bold, styleCommandText: style.accent, styleOptionTerm: style.accent })
    .addHelpText("after", EPILOGUE);
  defineNamed(program, deps, COMMANDS);
  return program;
}

type Define = (parent: Command, deps: Deps) => void;
type Commands = Readonly<Record<string, Define>>;

const COMMANDS: Commands = {
  video: (program, deps) => {
    const video = program.command("video").description("Create, follow and download videos");
    defineNamed(video, deps, VIDEO_COMMANDS);
  },
  plan: definePlan,
  approve: defineApprove,
  approvals: defineApprovals,
  run: defineRun,
  resume: defineResume,
  worker: defineWorker,
  wait: defineWait,
  jobs: defineJobs,
  ledger: defineLedger,
  budget: defineBudget,
  account: (program, deps) => {
    const account = program.command("account").description("Resource packs of the account");
    defineCosts(account, deps);
  },
  models: defineModels,
  routes: defineRoutes,
  demo: defineDemo,
  emulator: defineEmulator,
  doctor: defineDoctor,
  config: defineConfig,
  completion: defineCompletion,
  version: (program, { io }) => {
    program
      .command("version")
      .description("Print the version")
      .action(() => io.stdout.write(`${VERSION}\n`));
  },
};

const VIDEO_COMMANDS: Commands = {
  create: defineVideoCreate,
  "create-from-text": defineCreateFromText,
  "create-from-image": defineCreateFromImage,
  "create-motion-control": defineCreateMotionControl,
  status: defineStatus,
  download: defineDownload,
  list: defineList,
  wait: defineWait,
};

/** Words that concern all commands. */
const ABOUT_ALL = ["help", "complete"];

/**
 * Defines the commands that the line names, or all when it names none. Defining all of them takes as long as a
 * status call's request.
 */
function defineNamed(parent: Command, deps: Deps, commands: Commands): void {
  const { argv } = deps;
  const names = Object.keys(commands);
  const isAboutAll = ABOUT_ALL.some((word) => argv.includes(word));
  const named = isAboutAll ? [] : names.filter((name) => argv.includes(name));
  for (const name of named.length > 0 ? named : names) commands[name]?.(parent, deps);
}
