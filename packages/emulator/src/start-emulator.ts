import { buildEmulator, type Emulator } from "./emulator.ts";
import type { EmulatorOptions } from "./options.ts";
import { type ServeOptions, serveApp } from "./server/serve-app.ts";

export interface StartOptions
  extends EmulatorOptions,
    Pick<ServeOptions, "host" | "port" | "tls" | "onExchange"> {}

/** An emulator behind a port. */
export interface StartedEmulator extends Emulator {
  readonly port: number;
  /** PEM that a client must trust; only with TLS. */
  readonly certificate?: string;
}

/** Makes an emulator and puts it behind HTTP or HTTPS. Default: 127.0.0.1, any free port. Throws InvalidTlsError for `tls`. */
export async function startEmulator({
  host,
  port,
  tls,
  onExchange,
  ...options
}: StartOptions = {}): Promise<StartedEmulator> {
  const emulator = await buildEmulator(options);
  const serving = serveApp({
    fetch: emulator.fetch,
    answerDirectly: emulator.answerDirectly,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(tls === undefined ? {} : { tls }),
    ...(onExchange === undefined ? {} : { onExchange }),
    // Result links carry this name, so a client that checks certificates must find it in ours.
    ...(options.publicUrl === undefined ? {} : { alsoKnownAs: new URL(options.publicUrl).hostname }),
  });
  const server = await serving.catch(async (error: unknown) => {
    // It keeps its data folder until it is closed.
    await emulator.close();
    throw error;
  });
  emulator.moveTo(server.baseUrl);
  return {
    fetch: emulator.fetch,
    control: emulator.control,
    baseUrl: server.baseUrl,
    port: server.port,
    ...(server.certificate === undefined ? {} : { certificate: server.certificate }),
    async close() {
      await server.close();
      await emulator.close();
    },
  };
}
