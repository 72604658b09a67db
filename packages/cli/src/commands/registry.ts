import { TASK_GROUPS, type TaskGroup } from "../session/task-types.ts";
import { costsRow } from "./account/costs.ts";
import { cashRow, unitsRow } from "./account/ledgers.ts";
import { reconcileRow } from "./account/reconcile.ts";
import { approvalsRow } from "./approve/approvals.ts";
import { approveRow } from "./approve/approve.ts";
import { callRow, operationsRow } from "./call/call.ts";
import { operationRows, SHORT_WORDS } from "./call/operation-command.ts";
import type { CommandRow } from "./command-row.ts";
import { COMPLETION_ROWS } from "./completion/completion.ts";
import { CONFIG_ROWS } from "./config/config.ts";
import { demoRow } from "./demo/demo.ts";
import { doctorRow } from "./doctor/doctor.ts";
import { EDIT_ROWS } from "./edit/edit.ts";
import { scenesRow } from "./effects/scenes.ts";
import { emulatorRow } from "./emulator/emulator.ts";
import { EVENTS_ROWS } from "./events/events.ts";
import { listenRow } from "./events/listen.ts";
import { triggerRow } from "./events/trigger.ts";
import { expandRow } from "./image/expand.ts";
import { JOBS_ROWS } from "./jobs/jobs.ts";
import { budgetRow, ledgerRow } from "./ledger/ledger.ts";
import { lipSyncRow } from "./lip-sync/lip-sync.ts";
import { mcpRow } from "./mcp/mcp.ts";
import { modelsRow } from "./models/models.ts";
import { planRow } from "./plan/plan.ts";
import { reportRow } from "./report/report.ts";
import { ROUTES_ROWS } from "./routes/routes.ts";
import { resumeRow, runRow } from "./run/run.ts";
import { sheetRow } from "./sheet/sheet.ts";
import { specRow } from "./spec/spec.ts";
import { downloadRow } from "./tasks/download.ts";
import { listRow } from "./tasks/list.ts";
import { statusRow } from "./tasks/status.ts";
import { versionRow } from "./version/version.ts";
import { addSoundRow } from "./video/add-sound.ts";
import { createRow } from "./video/create.ts";
import { createAvatarRow } from "./video/create-avatar.ts";
import { createFromImageRow } from "./video/create-from-image.ts";
import { createFromTextRow } from "./video/create-from-text.ts";
import { createMotionControlRow } from "./video/create-motion-control.ts";
import { extendRow } from "./video/extend.ts";
import { waitRow, waitRowOf } from "./wait/wait.ts";
import { workerRow } from "./worker/worker.ts";

/** Commands that follow the tasks of a group. */
const followRows = (group: TaskGroup): readonly CommandRow[] => [
  statusRow(group),
  downloadRow(group),
  listRow(group),
  waitRowOf(group),
];

/** What a group of generated commands is for, in the order of the help. */
const GROUP_SUMMARIES: Readonly<Record<string, string>> = {
  image: "Create, follow and download images",
  audio: "Create, follow and download speech and sound effects",
  voice: "Create, list and delete voices",
  element: "Create, list and delete elements: characters and things to reuse",
  solution: "Make finished products: try-on, talking agent, goods studio",
};

/** A row of its own for each group, which its commands stand below. */
const groupRows = (words: readonly string[]): readonly CommandRow[] => {
  const groups = [
    ...new Set([...Object.keys(GROUP_SUMMARIES).filter((group) => words.includes(group)), ...words]),
  ];
  return groups.map((group) => ({
    words: [group],
    summary: GROUP_SUMMARIES[group] ?? `Operations of the group ${group}`,
  }));
};

/** Commands written by hand. A group stands before its commands. */
const WRITTEN: readonly CommandRow[] = [
  { words: ["video"], summary: "Create, follow and download videos" },
  createRow,
  createFromTextRow,
  createFromImageRow,
  createMotionControlRow,
  createAvatarRow,
  extendRow,
  addSoundRow,
  ...followRows("video"),
  { words: ["effects"], summary: "Make video effects from pictures" },
  scenesRow,
  listRow("effects"),
  lipSyncRow,
  expandRow,
  planRow,
  approveRow,
  approvalsRow,
  runRow,
  resumeRow,
  workerRow,
  mcpRow,
  waitRow,
  sheetRow,
  listenRow,
  triggerRow,
  ...EVENTS_ROWS,
  ...EDIT_ROWS,
  ...JOBS_ROWS,
  reportRow,
  ledgerRow,
  budgetRow,
  { words: ["account"], summary: "Show resource packs and charges of the account" },
  costsRow,
  unitsRow,
  cashRow,
  reconcileRow,
  modelsRow,
  ...ROUTES_ROWS,
  operationsRow,
  callRow,
  specRow,
  demoRow,
  emulatorRow,
  doctorRow,
  ...CONFIG_ROWS,
  ...COMPLETION_ROWS,
  versionRow,
];

const isWritten = ({ words }: CommandRow): boolean =>
  WRITTEN.some((row) => row.words.join(" ") === words.join(" "));

const isOfVideo = ({ words: [first] }: CommandRow): boolean => first === "video";

const withShortWords = (rows: readonly CommandRow[]): readonly CommandRow[] =>
  rows.flatMap((row) => {
    const short = SHORT_WORDS[row.words.join(" ")];
    return short === undefined ? [row] : [row, { ...row, words: [short] }];
  });

const GENERATED: readonly CommandRow[] = [
  ...withShortWords(operationRows(WRITTEN)),
  ...TASK_GROUPS.filter((group) => group !== "video")
    .flatMap(followRows)
    .filter((row) => !isWritten(row)),
];

/** Words that have commands below them. */
const groupWords = (rows: readonly CommandRow[]): readonly string[] =>
  rows.flatMap(({ words: [first = "", second] }) => (second === undefined ? [] : [first]));

/** Whether a group has a row that was written by hand. */
const isGroup = (word: string): boolean =>
  WRITTEN.some(({ words: [first, second] }) => first === word && second === undefined);

/** Every command, in the order of the help: what makes things first. */
export const COMMANDS: readonly CommandRow[] = [
  ...WRITTEN.filter(isOfVideo),
  ...groupRows(groupWords(GENERATED).filter((group) => !isGroup(group))),
  ...WRITTEN.filter((row) => !isOfVideo(row)),
  ...GENERATED,
];
