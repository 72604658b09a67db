/** Fills `{name}` parts of a path template; values are percent-encoded, and `.` and `..` are refused. */
export function fillPath(template: string, params: Readonly<Record<string, string>> = {}): string {
  // Most have none.
  if (!template.includes("{")) return template;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === "" || value === "." || value === "..") {
      throw new RangeError(`${template}: '${value ?? ""}' cannot be ${name}`);
    }
    return encodeURIComponent(value);
  });
}
