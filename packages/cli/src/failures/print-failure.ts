import type { Deps } from "../deps.ts";
import type { ErrorDetails } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { hidePasswords } from "../errors/hide-passwords.ts";
import { asksForJson } from "../terminal/asks-for-json.ts";
import { toJson } from "../terminal/output.ts";
import { createStyle } from "../terminal/style.ts";
import type { Failure } from "./failure.ts";

/** Writes a failure to standard error: words on a terminal, otherwise the JSON object of the contract. */
export async function printFailure(
  { io, env, argv }: Deps,
  { code, message: said, shown = said, exitCode, details }: Failure,
): Promise<void> {
  const isForPeople = io.stderr.isTty && io.stdout.isTty && !asksForJson(argv);
  if (!isForPeople) {
    const charge = await chargeOf({ code, exitCode, details });
    io.stderr.write(
      hidePasswords(toJson({ success: false, error: { code, message: said, ...details, ...charge } })),
    );
    return;
  }
  const style = createStyle(io.stderr, env);
  // Mistakes of the command line are found before anything is done.
  const message =
    exitCode === EXIT.usage && !/\b[Nn]othing was\b/.test(shown)
      ? `${shown} Nothing was ${WRITES_ONLY.includes(argv[0] ?? "") ? "written" : "sent"}.`
      : shown;
  const head = `${style.bad(`error[${code}]`)}: ${message}`;
  const notes = [
    ...Object.entries(details).flatMap(([key, value]) => {
      if (IN_WORDS.includes(key)) return [];
      const texts = textsOf(value);
      // The message may have each within a sentence; the ID of a job is looked for, and copied, by its name.
      const words = key === "job" ? message.replace(/`.*?`/g, "") : message;
      const isSaid = texts.every((text) => words.includes(text.replace(/\.$/, "")));
      return isSaid ? [] : [[key, texts.join(", ")] as const];
    }),
    ["more", `kling spec errors ${code}`] as const,
  ];
  const lines = [head, ...notes.map(([key, text]) => `  ${style.dim(key)}  ${text}`)];
  io.stderr.write(hidePasswords(`${lines.join("\n")}\n`));
}

/** Details that each message has in words. */
const IN_WORDS = ["may_have_charged", "triggers", "approvals"];

/** Commands that never send anything. */
const WRITES_ONLY = ["report", "sheet"];

/** Whether money may have been spent, as far as the error or its code says it. The table of codes is large, so it is loaded only now. */
async function chargeOf({
  code,
  exitCode,
  details,
}: Pick<Failure, "code" | "exitCode" | "details">): Promise<ErrorDetails> {
  if ("may_have_charged" in details) return {};
  if (exitCode === EXIT.usage || exitCode === EXIT.refused) return { may_have_charged: "no" };
  const { findErrorCode } = await import("../errors/codes/error-codes.ts");
  const [row] = findErrorCode(code);
  if (row === undefined) return {};
  if (row.charged !== "depends") return { may_have_charged: row.charged };
  // Of a command that was stopped and left no word it is not known what was in progress.
  return code === "interrupted" ? { may_have_charged: "unknown" } : {};
}

/** Objects are for programs: the message says the same in words. */
function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.some((one) => typeof one === "object" || one === undefined) ? [] : values.map(String);
}
