/** What happens to one request on its way. */
export type Fault =
  /** The service answers, and the answer is lost. */
  | { readonly kind: "reset-after" }
  /** Nobody listens: there is no connection, and nothing leaves. */
  | { readonly kind: "refuse" }
  /** Nothing arrives at the service. */
  | { readonly kind: "reset-before" }
  /** The service has handled the request, and something in between answers. */
  | { readonly kind: "answer-after"; readonly status: number; readonly body: string }
  /** Something in between answers; nothing arrives. */
  | {
      readonly kind: "answer-before";
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "truncate" }
  /** The service has handled the request and never answers. */
  | { readonly kind: "hang" };

export interface FaultRule {
  readonly method: string;
  readonly path: RegExp;
  readonly fault: Fault;
  /** How many requests pass before it hits. Default: none. */
  readonly after?: number;
  /** How many requests it hits. Default: all. */
  readonly times?: number;
}

export interface FaultFetch {
  readonly fetch: typeof globalThis.fetch;
  setRules(rules: readonly FaultRule[]): void;
  /** Changes the text of answers to reads; `count` grows with each. */
  rewrite(change: (text: string, count: number) => string): void;
  /** Requests per method and path so far. */
  readonly requests: readonly string[];
}

type Answer = (request: Request) => Promise<Response>;

/** Puts faults between a client and a service. */
export function createFaultFetch(answer: Answer): FaultFetch {
  let rules: { rule: FaultRule; passes: number; left: number }[] = [];
  const requests: string[] = [];
  let change: ((text: string, count: number) => string) | undefined;
  let rewritten = 0;

  async function send(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    requests.push(`${request.method} ${pathname}`);
    const found = rules.find(
      ({ rule, left }) => left > 0 && rule.method === request.method && rule.path.test(pathname),
    );
    if (!found) return pass(request);
    if (found.passes > 0) {
      found.passes -= 1;
      return pass(request);
    }
    found.left -= 1;
    return applyFault(found.rule.fault, request, answer);
  }

  async function pass(request: Request): Promise<Response> {
    const response = await answer(request);
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    if (!change || request.method !== "GET" || !isJson) return response;
    rewritten += 1;
    return new Response(change(await response.text(), rewritten), response);
  }

  return {
    rewrite(next) {
      change = next;
    },
    fetch: (input, init) => send(new Request(input, init)),
    setRules(next) {
      rules = next.map((rule) => ({
        rule,
        passes: rule.after ?? 0,
        left: rule.times ?? Number.POSITIVE_INFINITY,
      }));
    },
    requests,
  };
}

async function applyFault(fault: Fault, request: Request, answer: Answer): Promise<Response> {
  switch (fault.kind) {
    case "refuse":
      throw lost("ECONNREFUSED");
    case "reset-before":
      throw lost("ECONNRESET");
    case "reset-after":
      await answer(request);
      throw lost("ECONNRESET");
    case "answer-before":
      return new Response(fault.body, { status: fault.status, headers: { ...fault.headers } });
    case "answer-after":
      await answer(request);
      return new Response(fault.body, { status: fault.status });
    case "truncate": {
      const text = await (await answer(request)).text();
      return new Response(text.slice(0, Math.floor(text.length / 2)), { status: 200 });
    }
    case "hang":
      await answer(request);
      return new Promise((_, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason), { once: true });
      });
  }
}

const lost = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("no answer"), { code }) });
