export async function runEmulator(_options: unknown, _deps: unknown): Promise<void> {}
