import vm from "node:vm";

/** An element of a page without a browser: as much of one as the page's script uses. */
export class FakeElement {
  readonly tag: string;
  readonly attributes = new Map<string, string>();
  readonly children: FakeElement[] = [];
  readonly listeners = new Map<string, (event: object) => void>();
  readonly properties = new Map<string, string>();
  readonly style: Record<string, unknown>;
  parent: FakeElement | undefined;
  clientWidth = 800;
  clientHeight = 280;
  private text = "";

  constructor(tag: string) {
    this.tag = tag;
    this.style = { setProperty: (name: string, value: string) => this.properties.set(name, value) };
  }

  get hidden(): boolean {
    return this.attributes.has("hidden");
  }
  set hidden(hidden: boolean) {
    if (hidden) this.attributes.set("hidden", "");
    else this.attributes.delete("hidden");
  }
  get className(): string {
    return this.attributes.get("class") ?? "";
  }
  set className(name: string) {
    this.attributes.set("class", name);
  }
  get classList(): { add(name: string): void } {
    return { add: (name) => (this.className = `${this.className} ${name}`.trim()) };
  }
  get dataset(): Record<string, string> {
    const pairs = [...this.attributes].filter(([name]) => name.startsWith("data-"));
    return Object.fromEntries(pairs.map(([name, value]) => [name.slice(5), value]));
  }
  get textContent(): string {
    return this.text + this.children.map((child) => child.textContent).join("");
  }
  set textContent(text: string) {
    this.children.length = 0;
    this.text = text;
  }
  get innerHTML(): string {
    return this.textContent;
  }
  set innerHTML(html: string) {
    this.textContent = "";
    parseInto(this, html);
  }
  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  append(...children: (FakeElement | string)[]): void {
    for (const child of children) {
      if (typeof child === "string") {
        const text = new FakeElement("#text");
        text.text = child;
        this.children.push(text);
      } else {
        child.parent = this;
        this.children.push(child);
      }
    }
  }
  replaceChildren(...children: FakeElement[]): void {
    this.textContent = "";
    this.append(...children);
  }
  addEventListener(type: string, listener: (event: object) => void): void {
    this.listeners.set(type, listener);
  }
  createElement(tag: string): FakeElement {
    return new FakeElement(tag);
  }
  getBoundingClientRect(): { left: number; width: number } {
    return { left: 100, width: this.clientWidth };
  }
  setPointerCapture(): void {}

  querySelector(selector: string): FakeElement | null {
    return this.querySelectorAll(selector)[0] ?? null;
  }
  querySelectorAll(selector: string): FakeElement[] {
    const [last, ...ancestors] = selector.split(" ").reverse();
    return this.descendants().filter(
      (element) => element.is(last!) && ancestors.every((one) => element.lineage().some((up) => up.is(one))),
    );
  }

  /** Sends an event with the pointer at a share of the element's width, or with a key. */
  send(type: string, event: { at?: number; key?: string } = {}): void {
    this.listeners.get(type)!({
      clientX: 100 + (event.at ?? 0) * this.clientWidth,
      key: event.key,
      button: 0,
      pointerId: 1,
      preventDefault: () => {},
    });
  }

  private is(selector: string): boolean {
    const [wanted, excluded] = selector.split(":not(");
    const [tag, ...classes] = wanted!.split(".");
    const own = this.className.split(" ");
    return (
      (tag === "" || tag === this.tag) &&
      classes.every((name) => own.includes(name)) &&
      !(excluded !== undefined && own.includes(excluded.replace(/[.)]/g, "")))
    );
  }
  private descendants(): FakeElement[] {
    return this.children.flatMap((child) => [child, ...child.descendants()]);
  }
  private lineage(): FakeElement[] {
    return this.parent === undefined ? [] : [this.parent, ...this.parent.lineage()];
  }
}

const VOID = ["meta", "path", "img", "br", "link"];
const plainText = (text: string): string =>
  text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&");

/** Elements of HTML as this library writes it (every element closed, attributes in double quotes). */
function parseInto(root: FakeElement, html: string): void {
  let open = root;
  const token =
    /<!doctype[^>]*>|<(script|style)([^>]*)>([\s\S]*?)<\/\1>|<\/([a-z0-9]+)>|<([a-z0-9]+)((?:[^>"]|"[^"]*")*)>|([^<]+)/gi;
  for (const [, raw, rawAttributes, rawText, closed, tag, attributes, text] of html.matchAll(token)) {
    if (text !== undefined) open.append(plainText(text));
    else if (closed !== undefined) {
      if (closed !== open.tag) throw new Error(`</${closed}> closes <${open.tag}>`);
      open = open.parent!;
    } else if (raw !== undefined || tag !== undefined) {
      const element = new FakeElement(raw ?? tag!);
      for (const [, name, value] of (rawAttributes ?? attributes ?? "").matchAll(
        /([a-z-]+)(?:="([^"]*)")?/gi,
      )) {
        element.attributes.set(name!, plainText(value ?? ""));
      }
      open.append(element);
      if (raw !== undefined) element.textContent = rawText!;
      else if (!VOID.includes(tag!)) open = element;
    }
  }
  if (open !== root) throw new Error(`<${open.tag}> is not closed`);
}

/** The elements of a page's HTML; throws where one is not closed. */
export function parsePage(html: string): FakeElement {
  const document = new FakeElement("#document");
  parseInto(document, html);
  return document;
}

/** A page with its script run. */
export function openPage(html: string): FakeElement {
  const document = parsePage(html);
  class ResizeObserver {
    private readonly listener: () => void;
    constructor(listener: () => void) {
      this.listener = listener;
    }
    observe(): void {
      this.listener();
    }
  }
  vm.runInNewContext(document.querySelector("script")!.textContent, { document, ResizeObserver });
  return document;
}
