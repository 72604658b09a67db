export { SERVER_NAME } from "./create-server-factory.ts";
export { createHttpHandler, type HttpHandler, type HttpHandlerOptions } from "./serve/create-http-handler.ts";
export { type HttpServer, type HttpServerOptions, serveHttp } from "./serve/serve-http.ts";
export { type StdioOptions, type StdioServer, serveStdio } from "./serve/serve-stdio.ts";
export type { Clock, McpServerOptions } from "./server-options.ts";
