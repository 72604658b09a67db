import { costsRow } from "./account/costs.ts";
import { approvalsRow } from "./approve/approvals.ts";
import { approveRow } from "./approve/approve.ts";
import { callRow, operationsRow } from "./call/call.ts";
import type { CommandRow } from "./command-row.ts";
import { COMPLETION_ROWS } from "./completion/completion.ts";
import { CONFIG_ROWS } from "./config/config.ts";
import { demoRow } from "./demo/demo.ts";
import { doctorRow } from "./doctor/doctor.ts";
import { emulatorRow } from "./emulator/emulator.ts";
import { JOBS_ROWS } from "./jobs/jobs.ts";
import { budgetRow, ledgerRow } from "./ledger/ledger.ts";
import { modelsRow } from "./models/models.ts";
import { planRow } from "./plan/plan.ts";
import { routesRow } from "./routes/routes.ts";
import { resumeRow, runRow } from "./run/run.ts";
import { versionRow } from "./version/version.ts";
import { addSoundRow } from "./video/add-sound.ts";
import { createRow } from "./video/create.ts";
import { createFromImageRow } from "./video/create-from-image.ts";
import { createFromTextRow } from "./video/create-from-text.ts";
import { createMotionControlRow } from "./video/create-motion-control.ts";
import { downloadRow } from "./video/download.ts";
import { extendRow } from "./video/extend.ts";
import { listRow } from "./video/list.ts";
import { statusRow } from "./video/status.ts";
import { waitRow } from "./wait/wait.ts";
import { workerRow } from "./worker/worker.ts";

/** Every command, in the order of the help. A group stands before its commands. */
export const COMMANDS: readonly CommandRow[] = [
  { words: ["video"], summary: "Create, follow and download videos" },
  createRow,
  createFromTextRow,
  createFromImageRow,
  createMotionControlRow,
  extendRow,
  addSoundRow,
  statusRow,
  downloadRow,
  listRow,
  { ...waitRow, words: ["video", "wait"] },
  planRow,
  approveRow,
  approvalsRow,
  runRow,
  resumeRow,
  workerRow,
  waitRow,
  ...JOBS_ROWS,
  ledgerRow,
  budgetRow,
  { words: ["account"], summary: "Resource packs of the account" },
  costsRow,
  modelsRow,
  routesRow,
  operationsRow,
  callRow,
  demoRow,
  emulatorRow,
  doctorRow,
  ...CONFIG_ROWS,
  ...COMPLETION_ROWS,
  versionRow,
];
