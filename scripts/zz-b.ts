import { bundleCli } from "./build/bundle-cli.ts";

await bundleCli("packages/cli/src/main.ts");
