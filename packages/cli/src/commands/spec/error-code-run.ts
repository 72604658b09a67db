import { suggest } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { ERROR_CODE_GROUPS, type FoundErrorCode, findErrorCode } from "../../errors/codes/error-codes.ts";
import { exitCodesOf } from "../../errors/codes/exit-codes-of.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { LIVE_SPEC } from "./live-spec.gen.ts";

/** `kling spec errors CODE`: what a code of klingkit or of the service means, whether it may have cost something, and what to do. */
export function printErrorCode(code: string, options: OutputOptions, deps: Deps): void {
  const found = findErrorCode(code);
  const rows = found.map(({ group, code: name, meaning, charged, next }) => ({
    code: name,
    part: group.title,
    exit_codes: exitCodesOf({ group: group.id, code: name }),
    meaning,
    charged,
    next,
  }));
  if (rows.length > 0) {
    const text = found.map(pageOf).join("\n");
    if (options.json) printResult(deps, options, { success: true, errors: rows }, () => text);
    else deps.io.stdout.write(text);
    return;
  }
  const service = serviceCode(code);
  if (service === undefined) throw unknownCode(code);
  if (options.json) printResult(deps, options, { success: true, code, text: service }, () => service);
  else deps.io.stdout.write(service);
}

function pageOf({ group, code, meaning, charged, next }: FoundErrorCode): string {
  const exits = exitCodesOf({ group: group.id, code });
  const exit = exits.length === 0 ? "" : `- Exit code: ${exits.join(" or ")}\n`;
  return `# ${code}\n\n${meaning}\n\n- Part: ${group.title}\n${exit}- May have cost something: ${CHARGED[charged]}\n- What to do: ${next}\n`;
}

const CHARGED = {
  no: "no",
  yes: "yes, it was paid for",
  unknown: "unknown; look the task up before you create it again",
  depends: "the error message shows so",
} as const;

/** The row of a code of the service, with the heads of its columns. */
function serviceCode(code: string): string | undefined {
  const page = LIVE_SPEC.find(({ name }) => name === "errors")?.text ?? "";
  const lines = page.split("\n");
  const isRow = (line: string) =>
    line.startsWith("|") && line.split("|")[1]?.trim().replaceAll("`", "") === code;
  const at = lines.findIndex(isRow);
  if (at < 0) return undefined;
  const head = lines.slice(0, at).findLastIndex((line) => /^\| *-/.test(line));
  return `# ${code}\n\n${[lines[head - 1], lines[head], ...lines.filter(isRow)].join("\n")}\n`;
}

function unknownCode(code: string) {
  const known = ERROR_CODE_GROUPS.flatMap(({ codes }) => Object.keys(codes));
  const nearest = suggest(code, known);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  return usageError(
    "invalid_topic",
    `spec errors: no error code '${code}'.${hint} \`kling spec errors\` lists the codes of the service.`,
  );
}
