/** Which of the calls that make one `generateVideo` together a call is. */
interface Part {
  readonly index: number;
  readonly n: number;
  state: "running" | "failed" | "done";
}

/**
 * Numbers the calls into which `generateVideo` splits its `n` videos (`maxVideosPerCall`): they run at once and have one key, which
 * would otherwise lead them all to the first one's video. A call that `generateVideo` tries again keeps its number, and calls one
 * after the other are number 0, whatever they share.
 */
export function createCallParts() {
  const groups = new WeakMap<object, Part[]>();
  const known = new WeakMap<object, Part>();

  /** `generateVideo` makes the headers once for all parts, and the options once for all tries of a part. */
  function find(options: CallOf): Part {
    const before = known.get(options);
    if (before !== undefined && before.state !== "running") return before;
    const group = options.headers === undefined ? [] : (groups.get(options.headers) ?? []);
    const free =
      // Middleware may have copied the options of the failed one.
      group.find(({ state, n }) => state === "failed" && n === options.n) ??
      group.find(({ state }) => state === "done");
    const part: Part = free ?? { index: group.length, n: options.n, state: "running" };
    if (free === undefined) group.push(part);
    if (options.headers !== undefined) groups.set(options.headers, group);
    known.set(options, part);
    return part;
  }

  /** Runs a call with its number, from 0. */
  return async <Result>(options: CallOf, call: (index: number) => Promise<Result>): Promise<Result> => {
    const part = find(options);
    part.state = "running";
    try {
      const result = await call(part.index);
      part.state = "done";
      return result;
    } catch (error) {
      part.state = "failed";
      throw error;
    }
  };
}

interface CallOf {
  readonly n: number;
  readonly headers?: object | undefined;
}
