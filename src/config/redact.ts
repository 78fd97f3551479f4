import { isSecret, MASK, withoutCredentials } from "./secrets.js";

/** Shorter secrets are masked only where they stand as a word of their own: others would mask half of every text. */
const SHORTEST_INSIDE_WORDS = 4;

const NAMED_VALUE =
  /(?<![\w-])(["']?)([\w-]{1,64})\1(\s?[:=]\s?)(?!\(secret\))("[^"]*"|'[^']*'|[^\s,;}\])]+)/g;

const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

/** Takes secrets out of text. */
export interface Redactor {
  /** Masks known secrets, passwords in addresses, and what stands behind a secret's name, as in `email_pwd: …`. */
  text(text: string): string;
  /** Masks known secrets only: for HTML, which the other rules would break. */
  values(text: string): string;
}

/** A redactor that knows these secrets, also as they stand in a URI or in base 64. */
export function redactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.filter((secret) => secret !== "").flatMap(formsOf))];
  forms.sort((a, b) => b.length - a.length);
  const pattern = forms.length === 0 ? undefined : new RegExp(forms.map(patternOf).join("|"), "g");
  const values = (text: string): string => (pattern === undefined ? text : text.replace(pattern, MASK));
  return { values, text: (text) => maskNamed(withoutCredentials(values(text))) };
}

function formsOf(secret: string): readonly string[] {
  if (secret.length < SHORTEST_INSIDE_WORDS) return [secret];
  const escaped = JSON.stringify(secret).slice(1, -1);
  const inUri = encodeURIComponent(secret.replace(LONE_SURROGATE, ""));
  return [secret, escaped, inUri, Buffer.from(secret).toString("base64")];
}

function patternOf(secret: string): string {
  const literal = secret.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return secret.length < SHORTEST_INSIDE_WORDS ? `(?<![\\w])${literal}(?![\\w])` : literal;
}

/** A bare "key" names many things that are not secret. */
const maskNamed = (text: string): string =>
  text.replace(NAMED_VALUE, (whole, quote: string, name: string, between: string) =>
    isSecret([name]) && !/^keys?$/i.test(name) ? `${quote}${name}${quote}${between}${MASK}` : whole,
  );
