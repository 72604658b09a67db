import { globSync, readFileSync } from "node:fs";
import { OPERATIONS, ROUTES } from "@klingkit/spec";
import { code, table } from "../markdown.ts";
import type { Topic } from "./topic.ts";

const SPEC = "packages/spec/src";
/** A comment, and the name that follows it. */
const COMMENT =
  /(\/\*\*[\s\S]*?\*\/)\s*(?:export )?(?:async )?(?:const |function |interface |type |readonly )?([\w$]+)/g;
const UNSURE = /\b(?:INF|MIRROR)\b/;

/** What nobody has proved: inferred facts, third parties' facts, and routes without a run or a page. */
export const questionsTopic = (): Topic => ({
  name: "questions",
  title: "Open questions",
  summary: "what is inferred or known from third parties only, and where klingkit has it",
  text: [
    "Everything below is a reading of ours or of third parties. The emulator has a switch for what matters ([its list](../../docs/reference/emulator-switches.md)). Whoever sees the real answer should add it as a fixture with its source, and change the fact where it stands.",
    "### Routes that nobody has proved",
    table(
      ["Route", "Request"],
      ROUTES.filter(({ state }) => state === "hypothesis").map(({ id, operation }) => [
        code(id),
        operation === undefined ? "path unknown" : code(`${operation.method} ${operation.path}`),
      ]),
    ),
    "### Operations whose description is not the official one of today",
    table(
      ["Operation", "Source"],
      OPERATIONS.filter(({ source }) => !["LIVE", "DOC", "LOG"].includes(source.confidence)).map(
        ({ id, source: { confidence, readOn, note } }) => [
          code(id),
          [`${confidence} ${readOn}`, note].filter(Boolean).join("; "),
        ],
      ),
    ),
    "### Facts that are inferred, or copied by third parties",
    table(["Fact", "File"], unsureFacts()),
  ].join("\n\n"),
});

function unsureFacts(): readonly (readonly string[])[] {
  const files = globSync(`${SPEC}/**/*.ts`)
    .filter((path) => !/\.(?:test|gen)\.ts$|\/source\.ts$/.test(path))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
  return files.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(COMMENT)]
      .map(([, comment = "", name = ""]) => ({ text: textOf(comment), name }))
      .filter(({ text }) => UNSURE.test(text))
      .map(({ text, name }) => [`${code(name)}: ${text}`, code(path.replace(`${SPEC}/`, ""))] as const),
  );
}

const textOf = (comment: string): string =>
  comment
    .replaceAll(/^\s*\/\*\*|\*\/\s*$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
    .join(" ")
    .trim();
