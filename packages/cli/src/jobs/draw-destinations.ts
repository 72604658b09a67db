import type { Plan, PlannedJob, PlanPreview } from "@klingkit/engine";
import { countOf } from "../terminal/count-of.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import type { Style } from "../terminal/style.ts";
import { furtherFilesOf } from "./plan-json.ts";

/** So that an approval still fits on a screen; `kling plan` lists all. */
const MOST_FILES = 20;

const TAKEN_NAME = "Files are kept: if a name is taken, the new file gets a number.";

/** Addresses outside to which the service will send states and result links, as the requests ask. */
export const callbackUrlsOf = ({ jobs }: Plan): readonly string[] => [
  ...new Set(jobs.flatMap(({ request }) => request.callbackUrl ?? [])),
];

type Purpose = Pick<PlanPreview, "earlierForPurpose">;

/** Where the files of a plan go, and who else gets their links: a plan may come from somebody else. */
export function drawDestinations(style: Style, plan: Plan, preview: Purpose | undefined): string {
  const files = plan.jobs.slice(0, MOST_FILES).map((job) => fileLine(style, job));
  const more = plan.jobs.length - files.length;
  return [
    `${style.bold("Files")}\n`,
    ...files,
    ...(more > 0 ? [`  and ${countOf(more, "more file")}\n`] : []),
    // Their files may have these names; the folder of the run is not known yet.
    ...(preview && preview.earlierForPurpose > 0 ? [`  ${style.dim(TAKEN_NAME)}\n`] : []),
    ...callbackUrlsOf(plan).map(
      (url) => `${style.warn("callback")}  Kling sends states and download links to ${showOnOneLine(url)}\n`,
    ),
  ].join("");
}

function fileLine(style: Style, job: PlannedJob): string {
  const inputs = job.media.map(({ input }) => showOnOneLine(input)).join(", ");
  const notes = [furtherText(job), inputs === "" ? "" : `from ${inputs}`].filter((note) => note !== "");
  return `  ${showOnOneLine(job.output)}${notes.map((note) => style.dim(`  ${note}`)).join("")}\n`;
}

/** `and 2 further files`: a request may make several images, or a sound in two formats. */
function furtherText(job: PlannedJob): string {
  const { count, mayBeMore } = furtherFilesOf(job);
  if (mayBeMore) return "and further files, if there are several results";
  return count === 0 ? "" : `and ${countOf(count, "further file")}`;
}
