import { afterAll, beforeAll, expect, test } from "vitest";
import { COMMANDS } from "./commands/registry.ts";
import { type Bench, createBench } from "./testing/kling-bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());

const CONFIRM = "--approve (approve this purchase without asking)";

const NO_FIELDS =
  "because it prints a line for each event. Leave out state, and select from the lines with a program such as jq. Nothing was sent.";

test.each([
  ["run b.yaml --json state", `kling run takes no fields after --json, ${NO_FIELDS}`],
  ["worker --json=state", `kling worker takes no fields after --json, ${NO_FIELDS}`],
  [
    "video create-from-text --json a fox",
    'Put the prompt in quotes, for example: kling video create "a fox in the snow". Nothing was sent.',
  ],
  ["run b.yaml --yes", `kling run has no option --yes. Did you mean ${CONFIRM}? Nothing was sent.`],
  ["run b.yaml -y", `kling run has no option -y. Did you mean ${CONFIRM}? Nothing was sent.`],
  [
    "run b.yaml --force",
    `kling run has no option --force. Did you mean ${CONFIRM} or --again (buy the same plan again, as a new batch)? Nothing was sent.`,
  ],
  [
    "run b.yaml --overwrite",
    "kling run has no option --overwrite. Files are kept: if a name is taken, the new file gets a number. Nothing was sent.",
  ],
  [
    "video download 123 --overwrite",
    "kling video download has no option --overwrite. Did you mean --force (replace an existing file)? Nothing was sent.",
  ],
  [
    "run b.yaml --dry",
    "kling run has no option --dry. `kling plan FILE` checks and prices a batch, and sends nothing. Nothing was sent.",
  ],
  [
    "video create fox --dry",
    "kling video create has no option --dry. Did you mean --dry-run (show route, payload, cost and warnings)? Nothing was sent.",
  ],
  [
    "video create fox --size 720p",
    "kling video create has no option --size. Did you mean --resolution (size of the picture) or --aspect-ratio (width to height, unless an input decides)? Nothing was sent.",
  ],
  [
    "video create fox --api-key=secret-1234567890",
    "kling video create has no option --api-key. Set KLING_API_KEY, or save the key with `kling config set api_key`. Nothing was sent.",
  ],
  ["models --duraton 5", "Unknown option '--duraton'. See --help of the command. Nothing was sent."],
  ["video create fox --duraton 5", "Unknown option '--duraton'. Did you mean --duration? Nothing was sent."],
  [
    "login",
    "There is no command `kling login`. Save a key with `kling config set api_key`, then check it with `kling doctor`. Nothing was sent.",
  ],
  [
    "init --help",
    "There is no command `kling init`. Save a key with `kling config set api_key`, then check it with `kling doctor`. Nothing was sent.",
  ],
  [
    "status 123",
    "There is no command `kling status`. Show a task with `kling video status TASK_ID`, or your jobs with `kling jobs`. Nothing was sent.",
  ],
  [
    "download 123",
    "There is no command `kling download`. Download a result with `kling video download TASK_ID --output FILE`. Nothing was sent.",
  ],
  ["jobs list", "There is no command `kling jobs list`. `kling jobs` lists them. Nothing was sent."],
  [
    "config show",
    "There is no command `kling config show`. Show all values with `kling config list`. Nothing was sent.",
  ],
  [
    "demo show me",
    'Put the prompt in quotes, for example: kling video create "a fox in the snow". Nothing was sent.',
  ],
  ["vidio", "Unknown command 'vidio'. Did you mean video? Nothing was sent."],
])("explains `kling %s`", async (line, message) => {
  const before = bench.requests.length;
  const { exitCode, error } = await bench.run(line);
  expect(error).toMatchObject({ code: "usage_error", message });
  expect(exitCode).toBe(2);
  expect(bench.requests.length).toBe(before);
});

test("repeats no value of an option that it does not know: it may be a key", async () => {
  const { stderr } = await bench.run("models --apikee=secret-1234567890");
  expect(stderr).toContain("Unknown option '--apikee'.");
  expect(stderr).not.toContain("secret");
});

test("names only commands that exist", async () => {
  const { adviceForCommand } = await import("./help/meant.ts");
  const words =
    "login logout status download list create animate cancel retry show logs price balance validate apply serve";
  const tried = [
    ...words.split(" "),
    "test",
    "watch",
    "webhooks",
    "resend",
    "open",
    "docs",
    "completions",
    "jobs stop",
  ];
  const paths = new Set(COMMANDS.map((row) => row.words.join(" ")));
  const named = tried.flatMap((word) =>
    [...(adviceForCommand(word) ?? "").matchAll(/`kling ([a-z][a-z- ]*[a-z])/g)].map(([, path = ""]) => path),
  );
  const isCommand = (path: string) => paths.has(path) || paths.has(path.split(" ")[0] ?? "");
  expect(tried.filter((word) => adviceForCommand(word) === undefined)).toEqual([]);
  expect(named.filter((path) => !isCommand(path))).toEqual([]);
});

test("shows the help of a group to a person who named none of its commands", async () => {
  const people = await bench.run("video", { isTty: true, env: { NO_COLOR: "1" } });
  expect(people.stderr).toMatch(/^Usage: kling video /);
  expect((await bench.run("video")).error["code"]).toBe("usage_error");
});
