/* What the page's script uses of a browser, so that it is type-checked without the DOM's own declarations. */

export interface PointerLike {
  readonly clientX: number;
  readonly button: number;
  readonly pointerId: number;
  readonly key: string;
  preventDefault(): void;
}

export interface PageElement {
  hidden: boolean;
  textContent: string | null;
  innerHTML: string;
  className: string;
  readonly dataset: Record<string, string | undefined>;
  readonly clientWidth: number;
  readonly clientHeight: number;
  readonly style: { left: string; width: string; setProperty(name: string, value: string): void };
  readonly classList: { add(name: string): void };
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  addEventListener(type: string, listener: (event: PointerLike) => void): void;
  append(...children: PageElement[]): void;
  replaceChildren(...children: PageElement[]): void;
  getBoundingClientRect(): { readonly left: number; readonly width: number };
  setPointerCapture(pointer: number): void;
}

export interface PageDocument {
  createElement(name: string): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
