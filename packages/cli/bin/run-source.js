import process from "node:process";
import { runProcess } from "../src/main.ts";

await runProcess(process);
