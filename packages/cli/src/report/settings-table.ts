type Settings = Readonly<Record<string, string>>;

/** Settings of many jobs, equal ones once. */
export class SettingsTable {
  readonly #numbers = new Map<string, number>();
  readonly #all: Settings[] = [];

  numberOf(settings: Settings): number {
    const text = JSON.stringify(settings);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#all.length);
    return this.#all.push(settings) - 1;
  }

  all(): readonly Settings[] {
    return this.#all;
  }
}
