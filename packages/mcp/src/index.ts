export { SERVER_NAME } from "./create-server-factory.ts";
export { type StdioOptions, type StdioServer, serveStdio } from "./serve/serve-stdio.ts";
export type { Clock, McpServerOptions } from "./server-options.ts";
