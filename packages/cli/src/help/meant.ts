/** Words that people know from other programs, for what `kling` calls otherwise. */
interface Meant {
  /** With blanks between them. */
  readonly words: string;
  /** Options that may be meant, the likeliest first; those that the command has are named. */
  readonly options?: readonly string[];
  /** What helps where the command has none of them. */
  readonly advice?: string;
  /** Commands whose `advice` it is. Default: all. */
  readonly of?: RegExp;
}

const KEY_ADVICE = "Set KLING_API_KEY, or save the key with `kling config set api_key`.";

const OPTIONS: readonly Meant[] = [
  {
    words: "-y --yes --yes-to-all --assume-yes --auto-approve --confirm --accept --no-confirm --no-prompt",
    options: ["--approve", "--yes"],
  },
  { words: "-f --force", options: ["--force", "--approve", "--again"] },
  // Not `--again`: it buys, and what is wanted is a file name.
  {
    words: "--overwrite --replace --clobber",
    options: ["--force"],
    advice: "Files are kept: if a name is taken, the new file gets a number.",
    of: /^(?:run|approve|resume|worker|jobs retry)$/,
  },
  { words: "--rerun --redo --no-cache", options: ["--again"] },
  {
    words: "-n --dry-run --dry --dryrun --plan --preview-only --simulate --what-if --check --noop --no-send",
    options: ["--dry-run"],
    advice: "`kling plan FILE` checks and prices a batch, and sends nothing.",
    of: /^(?:run|approve|resume|worker)$/,
  },
  { words: "--background --async --no-wait -d", options: ["--detach"] },
  {
    words: "-w --watch --follow --sync --block",
    options: ["--wait"],
    advice: "`kling wait` waits for tasks and jobs.",
  },
  {
    words: "--budget --max-cost --max-price --max-spend --cost-limit --spend-limit --limit",
    options: ["--max-units"],
  },
  {
    words: "-j -c --concurrency --parallel --jobs --max-concurrency --threads --workers",
    options: ["--quota"],
  },
  { words: "-O --out-file --file --save --save-as --dest", options: ["--output", "--output-dir"] },
  {
    words: "-o --output --out --out-dir --outdir --output-directory --dir --directory --folder",
    options: ["--output-dir", "--output"],
  },
  {
    words: "--prompt -p --text --description",
    advice: "The prompt is an argument; put it in quotes.",
    of: /^(?:demo|video create)/,
  },
  {
    words: "--image --input --start-image --start-frame --img --init-image --image-url",
    options: ["--first-frame", "--image"],
  },
  { words: "--end-image --end-frame --tail-image --image-tail", options: ["--last-frame"] },
  { words: "--reference --reference-image --ref", options: ["--ref-image"] },
  { words: "--negative-prompt --neg", options: ["--negative"] },
  { words: "--length --seconds --time --dur -t -s", options: ["--duration"] },
  { words: "--aspect --ar --shape --orientation", options: ["--aspect-ratio"] },
  { words: "--size --quality --res --hd", options: ["--resolution", "--aspect-ratio"] },
  { words: "--cfg --guidance --guidance-scale", options: ["--cfg-scale"] },
  {
    words: "--voice --voices --voice-id",
    options: ["--voice", "--voice-id"],
    advice: "Voices go with a first frame: `kling video create-from-image --voice ID`.",
    of: /^video create/,
  },
  { words: "--model-name --engine", options: ["--model"] },
  { words: "--provider --vendor", options: ["--service"] },
  { words: "--webhook --webhook-url --callback", options: ["--callback-url", "--listen"] },
  { words: "--idempotency-key --external-task-id", options: ["--external-id"] },
  {
    words: "--mock --local --offline --fake --emulator --sandbox",
    options: ["--emulated"],
    advice: "Start `kling emulator`, and use --base-url with its address.",
  },
  { words: "--db --database --database-url", options: ["--store"] },
  { words: "--url --host --endpoint --api-base --api-url --server", options: ["--base-url"] },
  { words: "-v --verbose --trace --log-level --log", options: ["--verbose", "--debug"] },
  { words: "-q --quiet --silent", options: ["--quiet", "--json"] },
  { words: "--format --jsonl --output-format", options: ["--json"] },
  { words: "-k --key --api-key --token --access-key --secret-key --secret", advice: KEY_ADVICE },
  { words: "-v --v", options: ["--version"] },
];

/** What a word at the place of a command, or such words behind a command's, may mean. */
const COMMANDS: readonly (readonly [words: RegExp, advice: string])[] = [
  [
    /^(?:login|log-in|signin|auth|configure|init|setup|set-key|key|keys)$/,
    "Save a key with `kling config set api_key`, then check it with `kling doctor`.",
  ],
  [/^log-?out$/, "Remove the key with `kling config unset api_key`."],
  [
    /^(?:status|state|progress)$/,
    "Show a task with `kling video status TASK_ID`, or your jobs with `kling jobs`.",
  ],
  [/^(?:download|get|fetch|pull)$/, "Download a result with `kling video download TASK_ID --output FILE`."],
  [
    /^(?:list|ls|tasks|ps|job)$/,
    "List your jobs with `kling jobs`, or the tasks of the service with `kling video list`.",
  ],
  [
    /^(?:create|generate|gen|make|new|text2video|text-to-video|t2v)$/,
    'Create a video with `kling video create-from-text "a fox in the snow"`, or an image with `kling image create`.',
  ],
  [
    /^(?:image2video|image-to-video|i2v|animate)$/,
    "Create a video from an image with `kling video create-from-image`.",
  ],
  [/^(?:cancel|stop|kill|abort|delete|rm)$/, "Cancel a job with `kling jobs cancel JOB`."],
  [
    /^(?:retry|rerun|redo)$/,
    "Buy the result of a job again with `kling jobs retry JOB`, or what failed of a batch with `kling jobs retry --batch BATCH --failed`.",
  ],
  [/^(?:show|describe|inspect|view|info)$/, "Show a job with `kling jobs show JOB`."],
  [
    /^(?:logs?|history)$/,
    "Show what happened to a job with `kling jobs show JOB`, or to all with `kling events list`.",
  ],
  [
    /^(?:prices?|pricing|costs?|estimate|quote)$/,
    "See the price of a batch with `kling plan FILE`, or of a video with `kling video create-from-text … --dry-run`.",
  ],
  [
    /^(?:balance|credits|usage|quota|units)$/,
    "Show your resource packs with `kling account costs`, or what klingkit spent with `kling budget`.",
  ],
  [/^(?:validate|check|lint|verify)$/, "Check a batch with `kling plan FILE`."],
  [/^(?:apply|exec|execute|submit|batch|start|buy)$/, "Run a batch with `kling run FILE`."],
  [/^(?:serve|server|mock|sandbox|local)$/, "Start the local emulator with `kling emulator`."],
  [/^(?:test|ping|health|whoami)$/, "Check key and connection with `kling doctor`."],
  [
    /^(?:watch|follow|tail)$/,
    "Wait for tasks with `kling wait TASK_ID`, or see what happens to all with `kling listen`.",
  ],
  [
    /^(?:webhooks?|callbacks?|forward)$/,
    "Forward events to your server with `kling listen --forward-to URL`.",
  ],
  [/^(?:replay|resend)$/, "Send an event again with `kling events resend ID`."],
  [/^(?:pages?|open|gallery)$/, "Open the report of the newest batch with `kling report --open`."],
  [/^(?:docs|man|errors?)$/, "Print facts and error codes with `kling spec`."],
  [/^(?:completions?|autocomplete)$/, "Print a completion script with `kling completion bash`."],
  [/^jobs (?:list|ls|all)$/, "`kling jobs` lists them."],
  [
    /^jobs (?:status|get|describe|inspect|view|info|logs?|history)$/,
    "Show a job with `kling jobs show JOB`.",
  ],
  [/^jobs (?:stop|kill|abort|delete|rm)$/, "Cancel a job with `kling jobs cancel JOB`."],
  [/^jobs (?:rerun|redo|again)$/, "Buy the result of a job again with `kling jobs retry JOB`."],
  [
    /^jobs (?:resume|continue)$/,
    "`kling resume` resumes all unfinished jobs, and `kling resume BATCH` those of a batch.",
  ],
  [
    /^(?:models|routes|operations|approvals|ledger) (?:list|ls|all)$/,
    "The command lists them without a further word.",
  ],
  [/^config (?:show|ls|view|print)$/, "Show all values with `kling config list`."],
  [/^config (?:rm|remove|delete)$/, "Remove a value with `kling config unset KEY`."],
  [/^account (?:balance|credits|usage|packs?)$/, "Show your resource packs with `kling account costs`."],
  [/^events (?:tail|watch|follow|listen)$/, "See events as they happen with `kling listen`."],
  [
    /^video (?:generate|gen|make|new|text2video|text-to-video)$/,
    'Create a video with `kling video create-from-text "a fox in the snow"`.',
  ],
  [
    /^video (?:image2video|image-to-video|animate)$/,
    "Create a video from an image with `kling video create-from-image`.",
  ],
  [/^(?:image|audio|voice|element|effects) (?:generate|gen|make|new)$/, "The command is `create`."],
  [/^\S+ (?:get|show|info|describe)$/, "Show a task with `status`."],
  [
    /^\S+ (?:cancel|stop|kill|abort|rm)$/,
    "Cancel a job with `kling jobs cancel JOB`. A task that runs at Kling cannot be canceled.",
  ],
  [/^\S+ (?:ls|all)$/, "The command is `list`."],
  [/^\S+ (?:fetch|pull|save)$/, "The command is `download`."],
];

/** What helps with a command that does not exist, by the words after `kling`; undefined where nothing is known. */
export const adviceForCommand = (words: string): string | undefined =>
  COMMANDS.find(([pattern]) => pattern.test(words))?.[1];

/** The options that may be meant by one that a command does not have; or what helps in place of them. */
export function meantByOption(
  word: string,
  { command, has }: { readonly command: string; readonly has: (name: string) => boolean },
): { readonly options: readonly string[]; readonly advice?: string | undefined } {
  const name = word.replace(/=.*$/, "");
  const rows = OPTIONS.filter(({ words }) => words.split(" ").includes(name));
  const options = rows.flatMap((row) => (row.options ?? []).filter(has));
  const advice = rows.find(({ advice: text, of = /^/ }) => text !== undefined && of.test(command))?.advice;
  return { options: [...new Set(options)].slice(0, 2), advice: options.length > 0 ? undefined : advice };
}
