/** What pg-boss adds to the message of an error, anew for each of its loops: one outage would read as several troubles. */
const LOOP = / ?\(Queue: [^()]*, Worker: [^()]*\)/g;

/** An error of pg-boss as the database or the network gave it. pg-boss hands copies of errors around, which are plain objects. */
export function toBossError(error: unknown): Error {
  const facts = typeof error === "object" && error !== null ? error : {};
  const said = "message" in facts && typeof facts.message === "string" ? facts.message : String(error);
  if (error instanceof Error && !LOOPED.test(said)) return error;
  const message = said.replaceAll(LOOP, "");
  const options = { cause: error };
  const bare =
    error instanceof AggregateError
      ? new AggregateError(error.errors, message, options)
      : new Error(message, options);
  return Object.assign(bare, facts, { message });
}

const LOOPED = new RegExp(LOOP.source);
