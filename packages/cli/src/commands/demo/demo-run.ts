export async function runDemo(_p: unknown, _options: unknown, _deps: unknown): Promise<void> {}
