/** The element; throws where the page lacks it, which is a mistake of the page. */
export function find<Kind extends Element>(
  root: ParentNode,
  selector: string,
  kind: abstract new (...values: never[]) => Kind,
): Kind {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page lacks ${selector}.`);
}

export const findAll = <Kind extends Element>(
  root: ParentNode,
  selector: string,
  kind: abstract new (...values: never[]) => Kind,
): readonly Kind[] =>
  [...root.querySelectorAll(selector)].filter((found): found is Kind => found instanceof kind);

/** A button that a listener of the page knows by its attribute. */
export function makeButton(text: string, act: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.dataset[act] = "";
  return button;
}

/** Reports to people who do not see the page, too. */
export function say(text: string): void {
  find(document, ".tools .status", HTMLElement).textContent = text;
}

export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page from the disk may have no clipboard; a selection can be copied all the same.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(`${what} copied.`);
}
