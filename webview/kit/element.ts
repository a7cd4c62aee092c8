// Plain DOM, shortly: an element with its class and role, a write that is skipped when nothing differs.

export function createElement<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  role?: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  if (role !== undefined) element.role = role;
  return element;
}

export function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function setClass(node: HTMLElement, className: string): void {
  if (node.className !== className) node.className = className;
}

/** Undefined takes the attribute away. */
export function setAttribute(node: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** The page's root, as the host's HTML has it. */
export function appElement(): HTMLElement {
  const app = document.getElementById('app');
  if (!app) throw new Error('the page has no #app');
  return app;
}
