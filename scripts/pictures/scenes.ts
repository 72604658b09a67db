import type { FaultRule } from "../../packages/emulator/src/index.ts";
import type { ServerCall } from "./call-server.ts";
import type { Cut } from "./cut-lines.ts";

/** Commands that run one after the other in one folder, and the pictures of some of them. */
export interface Scene {
  /** Pages whose files are saved first. */
  readonly pages: readonly string[];
  /** Width of the terminal. */
  readonly columns: number;
  /** The commands have an emulator of their own. Default: the one of the scene, which is frozen. */
  readonly isReal?: boolean;
  readonly shots: readonly Shot[];
}

export interface Shot {
  /** As a page writes it. `JOB_ID` is the job that was named last. */
  readonly command: string;
  /** What is not shown, such as a free port. */
  readonly flags?: readonly string[];
  readonly answer?: string;
  readonly exitCode?: number;
  /** Faults of the emulator from this command on. */
  readonly faults?: readonly FaultRule[];
  /** Requests to the server that the command starts; Ctrl-C follows. */
  readonly calls?: readonly ServerCall[];
  readonly picture?: TerminalPicture;
}

export interface TerminalPicture {
  /** Page that shows it. */
  readonly page: string;
  /** Name of its files, without theme and extension. */
  readonly name: string;
  /** Of the picture, for whoever does not see it. */
  readonly title: string;
  /** Shows how it came to its end, too. */
  readonly isMoving?: boolean;
  /** Lines that are left out. */
  readonly cuts?: readonly Cut[];
}

const RUN_A_BATCH = "docs/guides/run-a-batch.md";
const APPROVE = "docs/guides/approve-and-budget.md";
const PIPELINES = "docs/guides/pipelines.md";
const EMULATOR = "docs/guides/emulator.md";
const TROUBLESHOOT = "docs/operate/troubleshoot.md";
const JSON_BODY = { authorization: "Bearer api-key-kling-emulator", "content-type": "application/json" };

/** One row per picture; `npm run gen -- pictures` draws it in both themes. */
export const SCENES: readonly Scene[] = [
  {
    pages: [],
    columns: 92,
    isReal: true,
    shots: [
      {
        command: "npm run demo",
        picture: {
          page: "README.md",
          name: "demo",
          title: "kling demo: the plan with its price, the saved file, and what was requested and measured",
        },
      },
    ],
  },
  {
    pages: [],
    columns: 96,
    isReal: true,
    shots: [
      {
        command: "npx kling run examples/batch.yaml --emulated --output-dir out",
        picture: {
          page: "README.md",
          name: "board",
          title:
            "kling run: ten videos with their states, progress, files and units, until all are on the disk",
          isMoving: true,
        },
      },
    ],
  },
  {
    pages: [RUN_A_BATCH, APPROVE],
    columns: 80,
    shots: [
      { command: "npx kling plan spring.yaml -o plan.json" },
      {
        command: "kling approve plan.json --by ana",
        answer: "y",
        picture: {
          page: APPROVE,
          name: "approve",
          title:
            "kling approve: the videos with their prices, what the approval covers, and the question before it",
          cuts: [{ from: /^Not shown/, to: /^Approval/ }],
        },
      },
      {
        command: "npx kling run plan.json --output-dir out",
        picture: {
          page: RUN_A_BATCH,
          name: "batch",
          title: "kling run: four videos from waiting to done, with progress, files and units",
          isMoving: true,
        },
      },
      {
        command: "kling video create-from-text owl --model kling-v3",
        flags: ["--output", "owl.mp4", "--timeout", "4000"],
        exitCode: 9,
        faults: [
          { match: { method: "POST" }, action: { type: "reset-after-accept" } },
          { match: { method: "GET" }, action: { type: "html-error", status: 502 } },
        ],
      },
      {
        command: "kling jobs show JOB_ID",
        picture: {
          page: TROUBLESHOOT,
          name: "unknown",
          title:
            "kling jobs show: a job that is unknown, with its external ID, its error, its events and the units that stay reserved",
          cuts: [{ from: /^ {2}\{/, to: /^SECONDS +EVENT/ }],
        },
      },
      {
        command: "kling budget --policy spend.json",
        picture: {
          page: APPROVE,
          name: "budget",
          title:
            "kling budget: units spent and reserved by account and purpose, beside the limits of the policy",
        },
      },
    ],
  },
  {
    pages: [RUN_A_BATCH],
    columns: 80,
    shots: [
      {
        command: "npx kling run spring.yaml --output-dir out",
        exitCode: 6,
        faults: [
          {
            match: { method: "POST" },
            nth: 2,
            action: { type: "fail-task", message: "The generation failed" },
          },
        ],
        picture: {
          page: RUN_A_BATCH,
          name: "failed-run",
          title:
            "kling run: three videos are done, one failed without a charge, and the command that shows why",
        },
      },
    ],
  },
  {
    pages: [PIPELINES],
    columns: 80,
    shots: [
      {
        command: "npx kling run examples/speech.yaml --output-dir speech",
        picture: {
          page: PIPELINES,
          name: "chain",
          title:
            "kling run: a video and its speech are made at the same time; the search for faces and the lip sync wait for them",
          isMoving: true,
        },
      },
    ],
  },
  {
    pages: [],
    columns: 80,
    isReal: true,
    shots: [
      {
        command: "npx kling emulator",
        flags: ["--port", "0"],
        calls: [
          {
            method: "POST",
            path: "/text-to-video/kling-3.0",
            headers: JSON_BODY,
            body: '{"prompt":"a fox","settings":{"duration":5},"options":{"external_task_id":"fox-1"}}',
          },
          { method: "GET", path: "/tasks?external_task_ids=fox-1", headers: JSON_BODY },
          { method: "GET", path: "/tasks?task_ids=1", headers: { authorization: "Bearer wrong" } },
          {
            method: "PUT",
            path: "/_emulator/faults",
            body: '[{"match":{"method":"POST"},"action":{"type":"reset-after-accept"}}]',
          },
          {
            method: "POST",
            path: "/v1/videos/text2video",
            headers: JSON_BODY,
            body: '{"model_name":"kling-v3","prompt":"a fox","duration":"5"}',
          },
          { method: "GET", path: "/_emulator/journal" },
        ],
        picture: {
          page: EMULATOR,
          name: "emulator",
          title: "kling emulator: the variables to set, and a line per request with status and time",
        },
      },
    ],
  },
];
