import { type JobThere, type PlanPreview, sortEarlier, stateWord } from "@klingkit/engine";
import { CliError } from "../../errors/cli-error.ts";
import { PLAN_HASH } from "../../jobs/plan-hash.ts";
import { helpWithout, unsentText } from "../../jobs/plan-preview.ts";
import { namesOf } from "../../jobs/remedy.ts";
import { approveCommand, type Meaning, type Place, runCommand } from "../../session/next-commands.ts";
import { countOf } from "../../terminal/count-of.ts";

interface ToApprove extends Place, Meaning {
  /** The file as `--batch` takes it. Default: each batch is named by its ID. */
  readonly batchFile: string | undefined;
}

/** `nothing_to_buy`: what stands for each request of the plan, and what a run would do for it. */
export function nothingToBuy(file: string, preview: PlanPreview, options: ToApprove): CliError {
  const { bought, unsent } = sortEarlier(preview);
  const run = runCommand(file, options);
  const texts =
    bought.length === preview.earlier.length
      ? [
          `Everything in ${file} was bought before (${countOf(bought.length, "request")}). Nothing was approved.`,
          `Run \`${run}\` to get the files.`,
        ]
      : [
          `Nothing was approved: nothing in ${file} is left to approve.`,
          bought.length === 0
            ? ""
            : `${countOf(bought.length, "request")} ${bought.length === 1 ? "was" : "were"} bought before.`,
          sendText(unsent, run),
          withoutResultText(preview, options),
        ];
  texts.push(againText(file, unsent.length, options));
  return new CliError({ code: "nothing_to_buy", message: texts.filter(Boolean).join(" ") });
}

function sendText(unsent: readonly JobThere[], run: string): string {
  if (unsent.length === 0) return "";
  const [are, them] = unsent.length === 1 ? ["is", "it"] : ["are", "them"];
  return `There ${are} ${unsentText(unsent)}. To send ${them}, run \`${run}\`.`;
}

function withoutResultText(preview: PlanPreview, options: ToApprove): string {
  const { withoutResult: jobs } = sortEarlier(preview);
  if (jobs.length === 0) return "";
  const help = helpWithout(preview, options);
  return `A run does not try again what ended without a result: ${namesOf(jobs, stateWord)}. ${help}`;
}

/** `--again` buys beside what is still to be sent: it is named only where nothing is. */
function againText(file: string, unsent: number, options: Place & Meaning): string {
  if (options.again) return "The last --again is not finished, and the run continues it.";
  if (unsent > 0) return "";
  const approve = `${approveCommand(file, options)} --again`;
  return PLAN_HASH.test(file)
    ? `If a program asks for one more take, run \`${approve}\`, then let it send the same call again.`
    : `To buy everything again, run \`${approve}\`, then \`${runCommand(file, options)} --again\`.`;
}
