export type { MainContext } from "./create-deps.ts";
export type { Clock, InputStream, Io, OutputStream } from "./deps.ts";
export { EXIT, type ExitCode } from "./errors/exit-code.ts";
export { main, runProcess } from "./main.ts";
