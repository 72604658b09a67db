import { nameOfFlag } from "../session/flag.ts";

/** Headings of the options in a help, in their order. */
export const OPTION_GROUPS = [
  "Event",
  "Input",
  "Model and settings",
  "What to show",
  "Output",
  "Waiting and callbacks",
  "Approval and money",
  "Connection",
  "Emulator",
  "Global options",
] as const;

export type OptionGroup = (typeof OPTION_GROUPS)[number];

const NAMES: Readonly<Record<OptionGroup, string>> = {
  Event: "--shape --override --duplicate --reorder --bad-signature --late",
  Input:
    "--first-frame --last-frame --image --video --ref-image --ref-video --base-video --element --static-mask --dynamic-mask " +
    "--prompt --prompt-file --shot --url --body --audio-id --audio-seconds --audio-from --text --face --at --video-seconds " +
    "--session --frame --point-axis --media-dir --external --type",
  "Model and settings":
    "--model --resolution --duration --aspect-ratio --audio --negative --cfg-scale --camera-control --multi-shot --voice " +
    "--orientation --keep-sound --no-keep-sound --ref-exclude-sound --sound --bgm --asmr --language --volume --video-volume " +
    "--to --area --watermark --service --cheapest --strict --allow-retired --look",
  "What to show":
    "--state --limit --page --batch --job --events --since --before --days --key --pack --pack-id --product --kind " +
    "--withdrawn --capability --offers --live --retired --compare --diff --metrics --verbose --only-jobs --lag --list --reveal --failed",
  Output:
    "--output --output-dir --report --for-client --with-prompts --format --index --inline --columns --width --frames --every --overlay --force --preview " +
    "--all --open --detailed-exitcode --print-secret --quiet --name",
  "Waiting and callbacks":
    "--wait --timeout --until-idle --detach --quota --callback-url --listen --public-url",
  "Approval and money":
    "--dry-run --save-plan --approve --yes --by --max-units --max-creates --expires --policy --purpose --external-id --again " +
    "--always-ask --not-bought --gone",
  Connection: "--port --http --forward-to --tls --admin-token --webhook-secret --allow-host",
  Emulator: "--emulated --speed --seed --concurrency --legacy-models --faults --data",
  "Global options": "--json --store --profile --region --base-url --debug --log-file --help --version",
};

/** Where a name means something else than usual. */
const BY_COMMAND: readonly (readonly [command: RegExp, groups: Readonly<Record<string, OptionGroup>>])[] = [
  [
    /^emulator$/,
    { "--look": "Emulator", "--public-url": "Connection", "--service": "Emulator", "--strict": "Emulator" },
  ],
  [/^events resend$/, { "--to": "Connection" }],
  [/^jobs show$/, { "--all": "What to show" }],
  [/^lip-sync$/, { "--audio": "Input", "--speed": "Model and settings" }],
  [/^trigger$/, { "--service": "Event", "--to": "Connection" }],
  [/^video create-avatar$/, { "--audio": "Input" }],
  [/ (?:list|tasks)$/, { "--type": "What to show" }],
];

const BY_NAME: ReadonlyMap<string, OptionGroup> = /* @__PURE__ */ new Map(
  OPTION_GROUPS.flatMap((group) => NAMES[group].split(" ").map((name) => [name, group] as const)),
);

/** The group of an option of `kling COMMAND`; undefined for one that nobody has put into a group. */
export function groupOfOption(command: string, line: string): OptionGroup | undefined {
  const name = nameOfFlag(line);
  const special = BY_COMMAND.find(([pattern, groups]) => pattern.test(command) && groups[name] !== undefined);
  return special?.[1][name] ?? BY_NAME.get(name);
}
