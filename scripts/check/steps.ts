import { runCommand } from "../run-command.ts";
import { checkPublishedPackage, PUBLIC_PACKAGES } from "./packages.ts";
import { checkSizes } from "./sizes.ts";
import type { Step, StepOutcome } from "./step.ts";
import { runVitest } from "./vitest.ts";

const BUILD = "build (tsc --build, cli bundle)";
/** Scripts that read spec take it from source, so that they never see an older build. */
const FROM_SOURCE = "--conditions=@klingkit/source";

/** Colour codes make a log unreadable; tools that ignore NO_COLOR have an option of their own. */
const PLAIN = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };

function command(name: string, line: readonly [string, ...string[]]): Step {
  const [file, ...args] = line;
  return { name, run: () => outcomeOf(file, args) };
}

async function outcomeOf(file: string, args: readonly string[]): Promise<StepOutcome> {
  const { exitCode, output } = await runCommand(file, args, { env: PLAIN });
  return { isOk: exitCode === 0, output };
}

/** All steps of the gate. Order matters: the build and the tests take longest and start first. */
export function gateSteps(): Step[] {
  return [
    command(BUILD, ["node", "scripts/build.ts"]),
    // Tests read the source; only those of the packed packages need what was built.
    { name: "vitest", after: BUILD, run: () => runVitest({ projects: ["all", "postgres"] }) },
    {
      name: "vitest, crowds of processes",
      after: BUILD,
      run: () => runVitest({ projects: ["processes", "processes-postgres"], workers: 1 }),
    },
    command("biome", [
      "biome",
      "ci",
      "--colors=off",
      "--diagnostic-level=error",
      "--max-diagnostics=200",
      ".",
    ]),
    command("import directions", ["node", "scripts/check-imports.ts"]),
    command("circles of imports", ["node", "scripts/check-circles.ts"]),
    command("repository", ["node", "scripts/check-repository.ts"]),
    command("words", ["node", "scripts/check-words.ts"]),
    command("pages", ["node", "scripts/check-pages.ts"]),
    command("generated files", ["node", FROM_SOURCE, "scripts/gen.ts", "--check"]),
    // They are checked against the declarations that the build made.
    { ...command("types of tests and scripts", ["tsc", "-p", "tsconfig.test.json"]), needs: BUILD },
    command("types of the report page", ["tsc", "-p", "tsconfig.page.json"]),
    command("knip", ["knip", "--no-progress", "--no-config-hints"]),
    { name: "bundle sizes", needs: BUILD, run: checkSizes },
    ...PUBLIC_PACKAGES.map(({ name, folder }) => ({
      name: `package ${name}`,
      needs: BUILD,
      run: () => checkPublishedPackage(folder),
    })),
  ];
}
