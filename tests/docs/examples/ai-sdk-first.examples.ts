import { klingkit } from "@klingkit/ai-sdk";
import { experimental_generateVideo as generateVideo } from "ai";

const providerOptions = { klingkit: { key: "fox-1" } }; // the same key never buys again
const model = klingkit.video("kling-3.0-turbo");
const { providerMetadata } = await generateVideo({ model, prompt: "a fox in the snow", providerOptions });
console.log(providerMetadata["klingkit"]); // path, SHA-256, units and US dollars
