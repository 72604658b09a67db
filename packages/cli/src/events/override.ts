import { usageError } from "../errors/cli-error.ts";

type Fields = Record<string, unknown>;

/**
 * Changes fields of a body: `data.results.0.kind=image`. The value is read as JSON, or taken as text. A path that the body
 * does not have is refused, because a misspelt one would change nothing. Throws `invalid_override`.
 */
export function applyOverrides(body: object, overrides: readonly string[]): object {
  // Bodies are JSON, so that a copy of the text is a copy of the body.
  const copy: Fields = JSON.parse(JSON.stringify(body));
  for (const override of overrides) applyOverride(copy, override);
  return copy;
}

function applyOverride(body: Fields, override: string): void {
  const at = override.indexOf("=");
  const path = override.slice(0, at).split(".");
  const last = path.pop();
  if (at < 1 || last === undefined || last === "") {
    const message = `--override: '${override}' is not of the form path=value, such as data.task.model=kling-v3. Nothing was sent.`;
    throw usageError("invalid_override", message);
  }
  let target: unknown = body;
  for (const key of path) target = isFields(target) && Object.hasOwn(target, key) ? target[key] : undefined;
  if (isFields(target) && Object.hasOwn(target, last)) {
    target[last] = parseValue(override.slice(at + 1));
    return;
  }
  const known = isFields(target) ? Object.keys(target) : Object.keys(body);
  const message = `--override: the body has no field ${override.slice(0, at)}. Fields there: ${known.join(", ")}. Nothing was sent.`;
  throw usageError("invalid_override", message);
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
