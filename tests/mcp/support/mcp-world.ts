import { type EngineOptions, openJobClient, readPolicy } from "@klingkit/engine";
import { createHttpHandler, type HttpHandlerOptions, type McpServerOptions, serveStdio } from "@klingkit/mcp";
import { MEDIA_RULES } from "@klingkit/spec";
import {
  Client,
  type ClientCapabilities,
  type ElicitResult,
  InMemoryTransport,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { loadImage } from "klingkit/node";
import { createWorld, type WorldOptions } from "../../engine/support/world.ts";

export const ERAS = ["2025-11-25", "2026-07-28"] as const;
export type Era = (typeof ERAS)[number];

export const TRANSPORTS = ["stdio", "http"] as const;
type Transport = (typeof TRANSPORTS)[number];

/** A policy that approves small plans of one known route. */
export const POLICY = readPolicy(
  JSON.stringify({
    kind: "klingkit.policy",
    version: 1,
    writtenBy: "ada",
    unitsPerRun: 100,
    allowsSeveralCreates: true,
    routes: ["text-to-video:kling-2.5-turbo"],
  }),
);

/** How a program answers forms. Absent: it declares that it cannot. */
export type AnswerForm = (message: string) => ElicitResult | Promise<ElicitResult>;

export interface ConnectOptions {
  readonly era: Era;
  readonly name?: string;
  readonly answerForm?: AnswerForm;
  readonly capabilities?: ClientCapabilities;
  readonly server?: Partial<McpServerOptions>;
}

/** A world with an engine that asks before it buys, and clients of its MCP server. */
export async function createMcpWorld({
  engine: engineOptions = {},
  ...options
}: WorldOptions & { readonly engine?: Partial<EngineOptions> } = {}) {
  const world = await createWorld(options);
  const engine = await world.openEngine({ requiresApproval: true, ...engineOptions });
  const jobClient = openJobClient(await world.openStore(), { clock: world.clock });
  const clients: Client[] = [];
  const serverOptions: McpServerOptions = {
    engine,
    jobClient,
    planContext: { loadImage: (input) => loadImage(input, MEDIA_RULES.standardImage) },
    mediaFolder: world.folder.path,
    clock: world.clock,
  };

  function createClient({
    era,
    name = "test-client",
    answerForm,
    capabilities = {},
  }: ConnectOptions): Client {
    const client = new Client(
      { name, version: "1.0.0" },
      {
        capabilities: { ...(answerForm ? { elicitation: { form: {} } } : {}), ...capabilities },
        ...(era === "2026-07-28" ? { versionNegotiation: { mode: { pin: era } } } : {}),
      },
    );
    if (answerForm)
      client.setRequestHandler("elicitation/create", ({ params }) => answerForm(params.message));
    clients.push(client);
    return client;
  }

  async function connectStdio(given: ConnectOptions): Promise<Client> {
    const client = createClient(given);
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    serveStdio({ ...serverOptions, ...given.server, transport: serverSide });
    await client.connect(clientSide);
    // From now on the client checks results by the schemas that it was told.
    await client.listTools();
    return client;
  }

  /** Over HTTP without a socket: the client's requests go to the handler. */
  async function connectHttp({
    server,
    ...given
  }: ConnectOptions & { readonly server?: Partial<HttpHandlerOptions> }): Promise<Client> {
    const client = createClient(given);
    const handler = createHttpHandler({ ...serverOptions, ...server });
    const headers = {
      host: "localhost",
      ...(server?.token ? { authorization: `Bearer ${server.token}` } : {}),
    };
    const transport = new StreamableHTTPClientTransport(new URL("http://localhost/mcp"), {
      fetch: (input, init) => {
        const request = new Request(input, init);
        for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
        return handler.fetch(request);
      },
    });
    await client.connect(transport);
    await client.listTools();
    return client;
  }

  return {
    ...world,
    engine,
    jobClient,
    serverOptions,
    connectStdio,
    connectHttp,
    /** A client of the server over either transport. */
    connect: (transport: Transport, given: ConnectOptions) =>
      transport === "stdio" ? connectStdio(given) : connectHttp(given),
    /** Moves time until nothing is left to do. */
    finish: () => world.run(engine),
    /** Create requests that reached the service, and tasks that it billed. */
    creates: () => world.journal().creates,
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client.close();
      await world[Symbol.asyncDispose]();
    },
  };
}

interface Called {
  readonly isError: boolean;
  /** Structured content of the result. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Paths of the files that it names. */
  readonly files: readonly string[];
  /** All of it, as it came. */
  readonly text: string;
}

/** What a result says that is an error, and therefore has no data. Empty for a text of the library. */
export function errorIn(result: object | undefined): unknown {
  const content = result && "content" in result ? result.content : undefined;
  const [first] = Array.isArray(content) ? content : [];
  const text = String(first?.text ?? "");
  return text.startsWith("{") ? JSON.parse(text) : {};
}

/** Calls a tool and reads its result. */
export async function call(
  client: Client,
  name: string,
  given: Record<string, unknown> = {},
): Promise<Called> {
  const result = await client.callTool({ name, arguments: given });
  const text = JSON.stringify(result);
  const files = [...text.matchAll(/"path":"([^"]+)"/g)].map(([, path = ""]) => path);
  return {
    isError: result.isError === true,
    data: (result.structuredContent ?? errorIn(result)) as Readonly<Record<string, unknown>>,
    files,
    text,
  };
}

/** Plans one silent video of five seconds; its plan's hash. */
export async function planOne(client: Client, prompt = "a fox"): Promise<string> {
  const requests = [{ prompt, model: "kling-2.5-turbo" }];
  const { data } = await call(client, "plan_videos", { purpose: "teaser", requests });
  return String(data["plan_hash"]);
}
