export async function runDoctor(_options: unknown, _deps: unknown): Promise<void> {}
